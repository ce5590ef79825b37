import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { unknownPlaceholders } from '#dist/scenario/placeholders.js';
import { assertLinear } from '../../helpers/linear.js';

function namesIn(template: string): string[] {
  return unknownPlaceholders({ path: ['text'], template, known: [] }, () => 'here').map(
    ({ message }) => /"\{\{([^]*)\}\}"/.exec(message)?.[1] ?? message,
  );
}

test('a placeholder is what stands between two braces and the next two on the same line', () => {
  assert.deepEqual(namesIn('{{a}} {{ b }}{{}} {c} {{d\n}} }} {{e'), ['a', ' b ', '']);
  assert.deepEqual(namesIn('{{{a}}} {{b{{c}}'), ['{a', 'b{{c']);
});

test('the same are found as by the pattern that says so', () => {
  const piece = fc.constantFrom('{', '}', '{{', '}}', 'a', ' ', '\n', '\r', '\u2028');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const names = Array.from(text.matchAll(/\{\{(.*?)\}\}/g), ([, name]) => name);
      assert.deepEqual(namesIn(text), names);
    }),
    { numRuns: 1000 },
  );
});

test('a long text of braces that never close costs as much as one of others', async () => {
  await assertLinear(100_000, (length) => {
    const template = '{'.repeat(length);
    return () => namesIn(template);
  });
});
