import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import test from 'node:test';
import { createPalette } from '#dist/cli/colours.js';
import { tellRows } from '#dist/cli/commands/truth/row-teller.js';
import { exactly, rowOf } from '#dist/truth/row.js';

const TRIAL = { experiment: 'drop', faults: [], workers: 1 };

function told(isTTY: boolean, isJson: boolean): string[] {
  const output = Object.assign(new PassThrough(), { isTTY });
  const tell = tellRows({ output, palette: createPalette(0), isJson });
  tell(rowOf(TRIAL, exactly('lost', 5, 5), null));
  tell(rowOf(TRIAL, exactly('received', 5, 6), null));
  return String(output.read() ?? '')
    .split('\n')
    .filter(Boolean);
}

test('a terminal is told of every row, anything else of failures alone', () => {
  assert.deepEqual(told(true, false), ['✔ drop: lost', '✖ drop: received']);
  for (const [isTTY, isJson] of [
    [true, true],
    [false, true],
    [false, false],
  ] as const) {
    assert.deepEqual(told(isTTY, isJson), ['✖ drop: received']);
  }
});
