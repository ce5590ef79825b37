import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { brokenVariablesIn, fillVariables, variableNamesIn } from '#dist/core/variables.js';

const VALUES = { KEY: 'k', _B2: 'b', key: 'small' };

test('a variable becomes its value, wherever it stands and however often', () => {
  assert.equal(fillVariables('${KEY}', VALUES), 'k');
  assert.equal(fillVariables('a ${KEY}${_B2} ${KEY} ${key}.', VALUES), 'a kb k small.');
});

test('two dollar signs make one, and a plain text of the rest', () => {
  assert.equal(fillVariables('$${KEY}', VALUES), '${KEY}');
  assert.equal(fillVariables('$${KEY:-5} $$${KEY}', VALUES), '${KEY:-5} $${KEY}');
  assert.deepEqual(variableNamesIn('$${KEY} ${_B2}'), ['_B2']);
});

test('a dollar sign alone, and one before a placeholder, are what they are', () => {
  for (const text of ['$', '$KEY', '$$', '${{user.name}}', '$${{user.name}}', '{KEY}', '$ {KEY}', 'costs 5$']) {
    assert.equal(fillVariables(text, VALUES), text);
    assert.deepEqual([variableNamesIn(text), brokenVariablesIn(text)], [[], []], text);
  }
});

test('what begins like a variable and is none is found', () => {
  assert.deepEqual(brokenVariablesIn('${KEY} ${KEY:-5} ${} ${a-b} ${1A} ${ KEY }'), [
    '${KEY:-5}',
    '${}',
    '${a-b}',
    '${1A}',
    '${ KEY }',
  ]);
  assert.deepEqual(brokenVariablesIn('$${not one} ${never closed'), ['${never closed']);
});

test('a value is not read again, and nothing inherited is one', () => {
  assert.equal(fillVariables('<${KEY}>', { KEY: '${KEY} $& $1 {{user.name}}' }), '<${KEY} $& $1 {{user.name}}>');
  assert.equal(fillVariables('[${toString}${constructor}${UNKNOWN}]', VALUES), '[]');
});

test('any text can be written so that it stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', 'A', ' ') }), (text) => {
      const escaped = text.replaceAll('${', () => '$${');
      // Before a second brace nothing has to be escaped, and what would escape it stays.
      if (text.includes('${{')) return;
      assert.equal(fillVariables(escaped, { A: 'never' }), text);
      assert.deepEqual(brokenVariablesIn(escaped), []);
    }),
  );
});

test('a long text of beginnings takes no time', () => {
  const text = '${'.repeat(200_000);
  assert.equal(fillVariables(text, VALUES), text);
  assert.deepEqual([variableNamesIn(text), brokenVariablesIn(text).length], [[], 1]);
});
