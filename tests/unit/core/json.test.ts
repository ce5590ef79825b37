import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import {
  briefJson,
  isJsonObject,
  MAX_JSON_LEVELS,
  parseJson,
  printableJson,
  readJson,
  valueAtPath,
} from '#dist/core/json.js';

const VALUE = { data: { rooms: [{ id: 7 }, { id: null }], '': 'empty' }, length: 'own' };

test('a dotted path finds what it names', () => {
  assert.equal(valueAtPath(VALUE, 'data.rooms.0.id'), 7);
  assert.equal(valueAtPath(VALUE, 'data.rooms.1.id'), null);
  assert.equal(valueAtPath(VALUE, 'data.rooms'), VALUE.data.rooms);
  assert.equal(valueAtPath(VALUE, 'length'), 'own');
  assert.equal(valueAtPath(VALUE, 'data.'), 'empty');
});

test('the empty path is the value itself', () => {
  for (const value of [VALUE, [1], 'text', 0, null, undefined]) assert.equal(valueAtPath(value, ''), value);
});

test('a path that leads nowhere is undefined, not an error', () => {
  for (const path of ['x', 'data.x.y', 'data.rooms.2', 'data.rooms.2.id', 'data.rooms.1.id.x', 'length.0']) {
    assert.equal(valueAtPath(VALUE, path), undefined, path);
  }
  for (const value of [null, undefined, 5, 'text', true]) assert.equal(valueAtPath(value, 'length'), undefined);
});

test('only whole numbers are steps into a list', () => {
  for (const key of ['', ' ', '-1', '+0', '1e0', '0x0', 'length', 'map', 'constructor']) {
    assert.equal(valueAtPath(['first', 'second'], key === '' ? '.' : key), undefined, key);
    assert.equal(valueAtPath({ list: ['first', 'second'] }, `list.${key}`), undefined, key);
  }
});

test('what an object inherits is not reached', () => {
  for (const path of ['constructor', '__proto__', 'toString', 'data.constructor.name']) {
    assert.equal(valueAtPath(VALUE, path), undefined);
  }
  assert.equal(valueAtPath(JSON.parse('{"__proto__": {"a": 1}}'), '__proto__.a'), 1);
});

test('every leaf of any JSON is at the path of its keys', () => {
  const keys = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 5 }).filter((key) => !key.includes('.'));
  fc.assert(
    fc.property(fc.array(keys, { minLength: 1, maxLength: 6 }), fc.integer(), (path, leaf) => {
      const value = path.reduceRight<unknown>((inner, key) => ({ [key]: inner, other: [inner] }), leaf);
      const expected = path.at(-1) === 'other' ? [leaf] : leaf;
      if (!path.slice(0, -1).includes('other')) assert.deepEqual(valueAtPath(value, path.join('.')), expected);
    }),
    { numRuns: 200 },
  );
});

test('a JSON object is neither a list nor null nor a plain value', () => {
  assert.ok(isJsonObject({}));
  for (const value of [[], null, undefined, 'text', 1, true]) assert.ok(!isJsonObject(value));
});

test('text that is no JSON is undefined', () => {
  for (const text of ['', '{', 'undefined', "{'a': 1}", '<html>']) assert.equal(parseJson(text), undefined);
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      assert.deepEqual(parseJson(JSON.stringify(value)), JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 200 },
  );
});

/** `levels` lists, one inside the other, around a value. */
const nested = (levels: number, inner = ''): string => `${'['.repeat(levels)}${inner}${']'.repeat(levels)}`;

test('JSON may be as deep as its bound, and not one level more', () => {
  const problem = `nested more than ${MAX_JSON_LEVELS} levels deep`;
  assert.deepEqual(readJson(nested(MAX_JSON_LEVELS)), { value: JSON.parse(nested(MAX_JSON_LEVELS)) as unknown });
  assert.deepEqual(readJson(nested(MAX_JSON_LEVELS + 1)), { problem });
  const objects = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  assert.ok(readJson(objects(MAX_JSON_LEVELS)).problem === undefined);
  assert.deepEqual(readJson(objects(MAX_JSON_LEVELS + 1)), { problem });
  assert.equal(parseJson(nested(MAX_JSON_LEVELS + 1)), undefined);
});

test('text that only begins as deep JSON is refused before it is read', () => {
  for (const text of ['['.repeat(1000), '{"a":'.repeat(1000), `[[],${'['.repeat(1000)}`])
    assert.match(readJson(text).problem ?? '', /levels deep/);
  assert.deepEqual(readJson(']'.repeat(1000)), { problem: 'no JSON' });
  assert.deepEqual(readJson(`"${'['.repeat(1000)}`), { problem: 'no JSON' });
});

test('brackets and quotes in texts are no levels and no values', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('[', '{', '"', '\\', ',', 'a', '\u2028') })), (texts) => {
      const text = JSON.stringify([...texts, '[{"\\'.repeat(MAX_JSON_LEVELS), { [texts[0] ?? 'key']: 1 }]);
      assert.deepEqual(readJson(text, texts.length + 10).value, JSON.parse(text));
    }),
    { numRuns: 300 },
  );
});

test('any JSON within its bounds is read as JSON.parse does, and any other text not at all', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.nat(5), fc.string({ maxLength: 3 }), (json, at, junk) => {
      assert.deepEqual(readJson(json).value, JSON.parse(json));
      const damaged = json.slice(0, at) + junk + json.slice(at);
      let value: unknown;
      try {
        value = JSON.parse(damaged);
      } catch {
        value = undefined;
      }
      assert.deepEqual(readJson(damaged).value, value);
    }),
    { numRuns: 500 },
  );
});

test('JSON holds no more values than it may', () => {
  const list = (length: number): string => JSON.stringify(Array.from({ length }, (_, index) => index));
  assert.equal(readJson(list(999), 1000).problem, undefined);
  assert.deepEqual(readJson(list(1000), 1000), { problem: 'JSON of more than 1000 values' });
  assert.deepEqual(readJson(`[${'{},'.repeat(1000)}{}]`, 1000), { problem: 'JSON of more than 1000 values' });
  assert.deepEqual(readJson(`[${'"",'.repeat(1000)}""]`, 1000), { problem: 'JSON of more than 1000 values' });
});

test('the beginning of a value’s JSON is that of the whole', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 40 }), (value, most) => {
      const whole = JSON.stringify(value);
      assert.equal(briefJson(value, most), whole.length > most ? `${whole.slice(0, most)}…` : whole);
    }),
    { numRuns: 500 },
  );
});

test('the beginning of a huge or deep value is found without walking all of it', () => {
  assert.equal(briefJson(['x'.repeat(2 ** 24), 1], 10), '["xxxxxxxx…');
  let deep: unknown = 'inner';
  for (let level = 0; level < 20_000; level++) deep = [deep];
  assert.equal(briefJson(deep, 5), '[[[[[…');
});

test('printed JSON has no command for a build server, and the same value', () => {
  const value = { '##[a]': ['##[error]x', '###vso[b]', '## [c]', '\\##[d]', '"##teamcity[e'] };
  assert.doesNotMatch(printableJson(value), /##(?:vso|teamcity)?\[/);
  assert.deepEqual(JSON.parse(printableJson(value)), value);
  assert.equal(printableJson({ a: ['x'] }, 2), JSON.stringify({ a: ['x'] }, null, 2));
});

test('printed JSON does nothing to a terminal, and has the same value', () => {
  const value = { '\u202ea': '\u009b31m\u007f\u2028\u2067\u001b[31m\n' };
  assert.doesNotMatch(printableJson(value), /[\p{Cc}\u2028\u202e\u2067]/u);
  assert.deepEqual(JSON.parse(printableJson(value)), value);
});
