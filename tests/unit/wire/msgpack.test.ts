import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { type JsonValue, MAX_JSON_LEVELS } from '#dist/core/json.js';
import { type MsgpackReading, readMsgpack } from '#dist/wire/msgpack/decode.js';
import { encodeMsgpack } from '#dist/wire/msgpack/encode.js';

const MANY = 10_000;

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');

function read(bytes: Uint8Array, mostValues = MANY): MsgpackReading {
  // Behind other bytes and before others: it is read where it lies.
  const among = Buffer.concat([hex('c1c1'), bytes, hex('c1')]);
  return readMsgpack(among, 2, 2 + bytes.length, mostValues);
}

/** Every form of the specification that JSON values take, at its smallest and its largest. */
const LITERALS: readonly (readonly [string, JsonValue])[] = [
  ['c0', null],
  ['c2', false],
  ['c3', true],
  ['00', 0],
  ['7f', 127],
  ['cc80', 128],
  ['ccff', 255],
  ['cd0100', 256],
  ['cdffff', 65_535],
  ['ce00010000', 65_536],
  ['ceffffffff', 4_294_967_295],
  ['cf0000000100000000', 4_294_967_296],
  ['cf001fffffffffffff', Number.MAX_SAFE_INTEGER],
  ['ff', -1],
  ['e0', -32],
  ['d0df', -33],
  ['d080', -128],
  ['d1ff7f', -129],
  ['d18000', -32_768],
  ['d2ffff7fff', -32_769],
  ['d280000000', -2_147_483_648],
  ['d3ffffffff7fffffff', -2_147_483_649],
  ['cb3ff8000000000000', 1.5],
  ['cbbff8000000000000', -1.5],
  ['cb4340000000000000', 2 ** 53],
  ['a0', ''],
  ['a26869', 'hi'],
  ['a4f09f8e89', '🎉'],
  ['90', []],
  ['9201c0', [1, null]],
  ['80', {}],
  ['82a16101a16290', { a: 1, b: [] }],
];

describe('MessagePack', () => {
  for (const [text, value] of LITERALS) {
    it(`${text} is ${JSON.stringify(value)}`, () => {
      assert.deepEqual(read(hex(text)), { value });
      assert.equal(encodeMsgpack(value).toString('hex'), text);
    });
  }

  it('writes lengths in as few bytes as they take', () => {
    const heads: readonly (readonly [JsonValue, string])[] = [
      ['x'.repeat(31), 'bf78'],
      ['x'.repeat(32), 'd92078'],
      ['x'.repeat(255), 'd9ff78'],
      ['x'.repeat(256), 'da010078'],
      ['x'.repeat(65_536), 'db0001000078'],
      [Array.from({ length: 15 }, () => 0), '9f00'],
      [Array.from({ length: 16 }, () => 0), 'dc001000'],
      [Array.from({ length: 65_536 }, () => 0), 'dd0001000000'],
      [Object.fromEntries(Array.from({ length: 15 }, (_, at) => [`k${at}`, 0])), '8fa26b30'],
      [Object.fromEntries(Array.from({ length: 16 }, (_, at) => [`k${at}`, 0])), 'de0010a26b30'],
    ];
    for (const [value, head] of heads) {
      const bytes = encodeMsgpack(value);
      assert.equal(bytes.subarray(0, head.length / 2).toString('hex'), head);
      assert.deepEqual(read(bytes, 100_000), { value });
    }
  });

  it('reads what JSON has not: byte strings and extensions as bytes of their own, short floats, undefined as null', () => {
    assert.deepEqual(read(hex('c403010203')), { value: Uint8Array.of(1, 2, 3) });
    assert.deepEqual(read(hex('c5000101')), { value: Uint8Array.of(1) });
    assert.deepEqual(read(hex('c60000000101')), { value: Uint8Array.of(1) });
    assert.deepEqual(read(hex('ca3fc00000')), { value: 1.5 });
    assert.deepEqual(read(hex('d40000')), { value: null });
    assert.deepEqual(read(hex('d70000000000000003e8')), { value: Uint8Array.of(0, 0, 0, 0, 0, 0, 3, 232) });
    assert.deepEqual(read(hex('c702050102')), { value: Uint8Array.of(1, 2) });
    const bytes = hex('c401ff');
    const { value } = readMsgpack(bytes, 0, 3, MANY);
    bytes.fill(0);
    assert.deepEqual(value, Uint8Array.of(255));
  });

  it('takes keys for what they are, whatever they are called', () => {
    const { value } = read(encodeMsgpack(JSON.parse('{"__proto__":{"x":1},"constructor":2}') as JsonValue));
    assert.deepEqual(Object.keys(value as object), ['__proto__', 'constructor']);
    assert.equal(({} as Record<string, unknown>)['x'], undefined);
    assert.deepEqual(read(hex('8105a161')), { value: { 5: 'a' } });
  });

  it('reads back whatever it writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as JsonValue;
        assert.deepEqual(read(encodeMsgpack(json)), { value: json });
      }),
    );
  });

  it('is refused, and nothing is thrown, when it ends too early or too late, or is none', () => {
    const whole = encodeMsgpack({ a: ['text', 1.5, 70_000, -70_000, { b: null }] });
    for (let end = 0; end < whole.length; end++) {
      assert.equal(read(whole.subarray(0, end)).problem, 'no MessagePack', `${end}`);
    }
    assert.equal(read(Buffer.concat([whole, hex('00')])).problem, 'no MessagePack');
    assert.equal(read(hex('c1')).problem, 'no MessagePack');
    assert.equal(read(hex('a1ff')).problem, 'MessagePack with a text that is not UTF-8');
    assert.equal(read(hex('81c001')).problem, 'MessagePack whose key is no text');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const { value, problem } = read(bytes);
        assert.ok(problem === undefined ? value !== undefined : value === undefined);
      }),
    );
  });

  it('is refused when it is nested too deep or holds too much, and takes no memory for what it only announces', () => {
    const nested = (levels: number): Buffer => Buffer.concat([Buffer.alloc(levels, 0x91), hex('c0')]);
    assert.equal(read(nested(MAX_JSON_LEVELS)).problem, undefined);
    assert.equal(read(nested(MAX_JSON_LEVELS + 1)).problem, `nested more than ${MAX_JSON_LEVELS} levels deep`);
    assert.equal(read(hex('93 01 02 03'), 3).problem, 'MessagePack of more than 3 values');
    assert.equal(read(hex('93 01 02 03'), 4).problem, undefined);
    assert.equal(read(hex('82 a161 01 a162 02'), 3).problem, undefined);
    const before = process.memoryUsage().heapUsed;
    for (const head of ['ddffffffff', 'dfffffffff', 'dbffffffff', 'c6ffffffff', 'c9ffffffff']) {
      assert.equal(read(hex(head)).problem, 'no MessagePack');
    }
    assert.ok(process.memoryUsage().heapUsed - before < 2 ** 24);
  });
});
