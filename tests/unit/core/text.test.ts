import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { printable, shorten } from '#dist/core/text.js';

/** Characters that move a cursor, end a line, or reorder one. */
const HARMFUL = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

test('nothing that a terminal obeys gets through, whatever the text', () => {
  const anything = fc.string({ unit: fc.oneof(fc.nat(0x9f), fc.nat(0xffff)).map((code) => String.fromCharCode(code)) });
  fc.assert(
    fc.property(anything, (text) => {
      assert.doesNotMatch(printable(text), HARMFUL);
    }),
    { numRuns: 500 },
  );
});

test('every control character is replaced', () => {
  for (let code = 0; code <= 0xffff; code++) {
    const character = String.fromCharCode(code);
    assert.equal(printable(character) === character, !HARMFUL.test(character), `U+${code.toString(16)}`);
  }
});

test('plain text in any script is left alone', () => {
  for (const text of ['', 'Happy New Year', 'С Новым годом! 🎉', '新年快乐', 'a\\b'])
    assert.equal(printable(text), text);
});

test('control characters become visible', () => {
  assert.equal(printable('\u001b[2J\r\n'), '\\x1b[2J\\x0d\\x0a');
  assert.equal(printable('a\u202eb'), 'a\\u202eb');
  assert.equal(printable('\u009b31m'), '\\x9b31m');
});

test('long text is cut, and the cut is shown', () => {
  assert.equal(printable('a'.repeat(201)), `${'a'.repeat(200)}…`);
  assert.equal(printable('a'.repeat(200)), 'a'.repeat(200));
  assert.equal(printable('abcdef', 3), 'abc…');
});

test('a text is cut where it is too long, and only there', () => {
  assert.equal(shorten('12345', 5), '12345');
  assert.equal(shorten('123456', 5), '12345…');
});
