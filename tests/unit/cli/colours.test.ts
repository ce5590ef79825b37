import assert from 'node:assert/strict';
import test from 'node:test';
import { colourLevel, createPalette } from '#dist/cli/colours.js';
import { displayKindOf } from '#dist/cli/progress/progress.js';
import { KeptOutput } from '../../helpers/cli/terminal-stub.js';

const terminal = new KeptOutput(80);
const pipe = new KeptOutput();

test('a terminal has colours and a pipe has none, unless somebody says otherwise', () => {
  assert.equal(colourLevel({}, terminal, false), 1);
  assert.equal(colourLevel({}, pipe, false), 0);
  assert.equal(colourLevel({ TERM: 'dumb' }, terminal, false), 0);
  assert.equal(colourLevel({ NO_COLOR: '1' }, terminal, false), 0);
  assert.equal(colourLevel({ NO_COLOR: '' }, terminal, false), 1);
  for (const yes of ['1', 'true', '']) assert.equal(colourLevel({ FORCE_COLOR: yes }, pipe, false), 1, yes);
  for (const no of ['0', 'false']) assert.equal(colourLevel({ FORCE_COLOR: no }, terminal, false), 0, no);
});

test('a no goes before a yes', () => {
  assert.equal(colourLevel({ FORCE_COLOR: '1', NO_COLOR: '1' }, terminal, false), 0);
  assert.equal(colourLevel({ FORCE_COLOR: '1' }, terminal, true), 0);
});

test('a palette without colours leaves texts as they are', () => {
  assert.deepEqual(['a', 'b'].map(createPalette(0).bad), ['a', 'b']);
  assert.equal(createPalette(1).bad('a'), '\u001b[31ma\u001b[39m');
});

function kind(flags: object, env: Record<string, string>, stderr: KeptOutput): string {
  return displayKindOf(flags, { env, stderr });
}

test('bars are for a terminal that somebody looks at', () => {
  assert.equal(kind({}, {}, terminal), 'terminal');
  assert.equal(kind({}, { CI: 'false' }, terminal), 'terminal');
  assert.equal(kind({}, { CI: '1' }, terminal), 'plain');
  assert.equal(kind({}, { TERM: 'dumb' }, terminal), 'plain');
  assert.equal(kind({}, {}, pipe), 'plain');
  assert.equal(kind({ quiet: true }, {}, terminal), 'none');
  assert.equal(kind({ progress: false }, {}, terminal), 'none');
});
