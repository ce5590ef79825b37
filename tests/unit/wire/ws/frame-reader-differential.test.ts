import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { OPCODE } from '#dist/wire/ws/frame-writer.js';
import { cut, inChunksOf, readByUs, readByWs, serverFrame } from '../../../helpers/wire/server-frames.js';
import { runsOf } from '../../../helpers/runs-of.js';

/** Small enough that many generated messages exceed it. */
const LIMIT = 700;

const lengthBytes = fc.constantFrom(0, 2, 8);
const control = fc.constantFrom(OPCODE.ping, OPCODE.pong);
const short = fc.uint8Array({ maxLength: 125 });
/** Around the borders of the classes of length, and of the limit. */
const payload = fc.oneof(
  fc.uint8Array({ maxLength: 20 }),
  fc
    .constantFrom(0, 124, 125, 126, 127, 300, LIMIT - 1, LIMIT, LIMIT + 1)
    .map((size) => new Uint8Array(size).fill(0x61)),
);

/** A frame that is legal, though its length may be written with more bytes than it needs. */
const anyLength = (opcode: number, bytes: Uint8Array, wanted: number, final: boolean): Buffer =>
  serverFrame(opcode, bytes, { final, lengthBytes: wanted === 8 ? 8 : bytes.length > 125 || wanted === 2 ? 2 : 0 });

const controlFrame = fc.tuple(control, short).map(([opcode, bytes]) => serverFrame(opcode, bytes));

const whole = fc
  .tuple(fc.constantFrom(OPCODE.text, OPCODE.text, OPCODE.text, OPCODE.binary), payload, lengthBytes)
  .map(([opcode, bytes, wanted]) => anyLength(opcode, bytes, wanted, true));

/** A message in fragments, with control frames between them. */
const fragmented = fc
  .tuple(
    fc.constantFrom(OPCODE.text, OPCODE.binary),
    fc.array(fc.tuple(payload, lengthBytes, fc.option(controlFrame)), { minLength: 2, maxLength: 5 }),
  )
  .map(([opcode, parts]) =>
    Buffer.concat(
      parts.flatMap(([bytes, wanted, between], index) => [
        anyLength(index === 0 ? opcode : OPCODE.continuation, bytes, wanted, index === parts.length - 1),
        ...(between === null || index === parts.length - 1 ? [] : [between]),
      ]),
    ),
  );

const status = fc.oneof(
  fc.constantFrom(999, 1000, 1001, 1004, 1005, 1006, 1014, 1015, 3000, 4999, 5000),
  fc.nat(65_535),
);
const close = fc.oneof(
  fc.constant(serverFrame(OPCODE.close, '')),
  fc
    .tuple(status, fc.uint8Array({ maxLength: 123 }))
    .map(([code, reason]) => serverFrame(OPCODE.close, Buffer.concat([Buffer.of(code >> 8, code & 0xff), reason]))),
);

const legal = fc
  .array(fc.oneof({ arbitrary: whole, weight: 4 }, controlFrame, fragmented, { arbitrary: close, weight: 1 }), {
    minLength: 1,
    maxLength: 10,
  })
  .map((frames) => Buffer.concat(frames));

/** What may happen to a stream: bytes changed, put in, or taken out. */
const mutation = fc.record({
  kind: fc.constantFrom('flip', 'set', 'insert', 'remove'),
  place: fc.nat(),
  value: fc.nat(255),
});

/** Mostly legal frames with a few mutations. */
const damaged = fc.tuple(legal, fc.array(mutation, { maxLength: 3 })).map(([stream, mutations]) => {
  const bytes = [...stream];
  for (const { kind, place, value } of mutations) {
    const at = place % bytes.length;
    if (kind === 'flip') bytes[at] = (bytes[at] ?? 0) ^ (1 << (value & 7));
    else if (kind === 'set') bytes[at] = value;
    else if (kind === 'insert') bytes.splice(at, 0, value);
    else if (bytes.length > 1) bytes.splice(at, 1);
  }
  return Buffer.from(bytes);
});

/** Bytes that are a frame's first two more often than chance would have it. */
const headers = fc
  .array(fc.tuple(fc.constantFrom(0x00, 0x01, 0x02, 0x80, 0x81, 0x82, 0x88, 0x89, 0x8a, 0xc1), fc.nat(6)), {
    maxLength: 60,
  })
  .map((pairs) => Buffer.from(pairs.flat()));

const places = fc.array(fc.nat(), { maxLength: 12 });

/** Asserts that we tell of a stream what `ws` tells of it, however it is cut. */
function assertSame(stream: Uint8Array, cuts: readonly number[]): void {
  const expected = readByWs([stream], LIMIT);
  for (const chunks of [[stream], cut(stream, cuts), inChunksOf(1, stream)]) {
    assert.deepEqual(readByUs(chunks, LIMIT), expected);
  }
}

describe('A reader of frames and the receiver of ws', () => {
  it('tell the same of legal frames, in any chunks', () => {
    fc.assert(fc.property(legal, places, assertSame), { numRuns: runsOf(250) });
  });

  it('tell the same of frames that are damaged, in any chunks', () => {
    fc.assert(fc.property(damaged, places, assertSame), { numRuns: runsOf(1500) });
  });

  it('tell the same of whatever is cut off, in any chunks', () => {
    const beginning = fc.tuple(damaged, fc.nat()).map(([stream, end]) => stream.subarray(0, end % (stream.length + 1)));
    fc.assert(fc.property(beginning, places, assertSame), { numRuns: runsOf(500) });
  });

  it('tell the same of any bytes, in any chunks', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), places, assertSame), { numRuns: runsOf(1000) });
    fc.assert(fc.property(headers, places, assertSame), { numRuns: runsOf(1500) });
  });

  it('tell the same of every pair of first bytes', () => {
    const tail = Buffer.concat([Buffer.alloc(8), Buffer.from('some more bytes than any short length needs'.repeat(4))]);
    for (let pair = 0; pair < 0x1_0000; pair++) {
      const stream = Buffer.concat([Buffer.of(pair >> 8, pair & 0xff), tail]);
      assert.deepEqual(readByUs([stream], LIMIT), readByWs([stream], LIMIT), pair.toString(16));
    }
  });
});
