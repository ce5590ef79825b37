import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { MARK_LENGTH, MARK_MAX_INDEX, MarkCodec } from '#dist/chat/mark.js';
import type { MarkFields } from '#dist/chat/mark-fields.js';
import { applyMask, encodeClose, encodeFrame, encodeText, OPCODE } from '#dist/wire/ws/frame-writer.js';
import { readByWs } from '../../../helpers/wire/server-frames.js';
import { runsOf } from '../../../helpers/runs-of.js';

/** What a server reads. */
const readByServer = (...frames: readonly Uint8Array[]): string[] => readByWs(frames, 0, true);

/** Around the borders of the classes of length. */
const SIZES = [0, 1, 2, 3, 124, 125, 126, 127, 128, 65_534, 65_535, 65_536, 65_537, 200_000];

describe('A frame of ours', () => {
  it('is laid out as RFC 6455 has it', () => {
    assert.deepEqual(
      encodeText('Hello'),
      // FIN + text, mask + length 5, key, payload under the key
      Buffer.from('81 85 37fa213d 7f 9f 4d 51 58'.replaceAll(' ', ''), 'hex'),
    );
    assert.deepEqual([...encodeFrame(OPCODE.text, Buffer.alloc(126)).bytes.subarray(0, 4)], [0x81, 0xfe, 0x00, 126]);
    assert.deepEqual(
      [...encodeFrame(OPCODE.text, Buffer.alloc(65_536)).bytes.subarray(0, 10)],
      [0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 0],
    );
  });

  it('is read by a server as it was meant, at every size of its length', () => {
    for (const size of SIZES) {
      const text = 'abcdefg'.repeat(Math.ceil(size / 7)).slice(0, size);
      assert.deepEqual(readByServer(encodeText(text)), [`text ${text}`], String(size));
    }
  });

  it('is read by a server as it was meant, whatever its bytes', () => {
    const anyPayload = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(anyPayload, (payload) => {
        const expected = `text ${Buffer.from(payload).toString('latin1')}`;
        assert.deepEqual(readByServer(encodeFrame(OPCODE.text, payload).bytes), [expected]);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.deepEqual(readByServer(encodeText(text)), [`text ${Buffer.from(text).toString('latin1')}`]);
      }),
    );
  });

  it('begins its payload where it says', () => {
    for (const size of SIZES) {
      const { bytes, payloadAt } = encodeFrame(OPCODE.text, Buffer.alloc(size));
      assert.equal(bytes.length, payloadAt + size);
      assert.equal(payloadAt, size < 126 ? 6 : size < 65_536 ? 8 : 14);
    }
  });

  it('is under a mask that changes every byte', () => {
    const { bytes, payloadAt } = encodeFrame(OPCODE.text, Buffer.alloc(8));
    const key = bytes.subarray(payloadAt - 4, payloadAt);
    assert.deepEqual(bytes.subarray(payloadAt), Buffer.concat([key, key]));
    assert.ok(
      key.every((byte) => byte !== 0),
      key.toString(),
    );
  });

  it('can close with any status, and answer a ping with its payload', () => {
    for (const code of [1000, 1001, 1002, 1009, 3000, 4999]) {
      assert.deepEqual(readByServer(encodeClose(code)), [`close ${code}`]);
    }
    const { bytes } = encodeFrame(OPCODE.ping, Buffer.alloc(125, 'p'));
    assert.deepEqual(readByServer(bytes), [`ping ${'p'.repeat(125)}`]);
  });

  it('leaves the payload that it was given untouched', () => {
    const payload = Buffer.from('payload');
    encodeFrame(OPCODE.text, payload);
    assert.equal(payload.toString(), 'payload');
  });
});

describe('A mask', () => {
  const anyRange = fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.nat(), fc.nat(), fc.nat(20))
    .map(([bytes, from, to, payloadAt]) => {
      const [first = 0, last = 0] = [from % bytes.length, to % (bytes.length + 1)].toSorted((a, b) => a - b);
      return { bytes, from: Math.max(first, payloadAt), to: Math.max(last, payloadAt), payloadAt };
    })
    .filter(({ bytes, to }) => to <= bytes.length);

  it('is taken off as it is put on, and touches nothing outside of its range', () => {
    fc.assert(
      fc.property(anyRange, ({ bytes, from, to, payloadAt }) => {
        const masked = Uint8Array.from(bytes);
        applyMask(masked, from, to, payloadAt);
        for (const [at, byte] of masked.entries()) assert.equal(byte !== bytes[at], at >= from && at < to);
        applyMask(masked, from, to, payloadAt);
        assert.deepEqual(masked, bytes);
      }),
    );
  });

  it('is the same in parts as at once', () => {
    fc.assert(
      fc.property(anyRange, fc.nat(100), ({ bytes, from, to, payloadAt }, at) => {
        const [atOnce, inParts] = [Uint8Array.from(bytes), Uint8Array.from(bytes)];
        const middle = Math.min(to, from + at);
        applyMask(atOnce, from, to, payloadAt);
        applyMask(inParts, from, middle, payloadAt);
        applyMask(inParts, middle, to, payloadAt);
        assert.deepEqual(inParts, atOnce);
      }),
    );
  });
});

describe('A mark that is written again under the mask', () => {
  const anyFields: fc.Arbitrary<MarkFields> = fc.record(
    {
      room: fc.nat(MARK_MAX_INDEX),
      sender: fc.nat(MARK_MAX_INDEX),
      number: fc.nat(2 ** 30 - 1),
      intendedUs: fc.integer({ min: 0, max: 2 ** 40 - 1 }),
      lagUs: fc.integer({ min: 0, max: 2 ** 35 - 1 }),
    },
    { noNullPrototype: true },
  );
  const codec = new MarkCodec('k3f9q2');
  const written = Buffer.alloc(MARK_LENGTH);

  /** Asserts that a server reads `marks`, written one after the other into the same prepared frame at `at` of an arena. */
  function assertRewritten(before: string, after: string, at: number, marks: readonly MarkFields[]): void {
    const packet = Buffer.from(before + codec.placeholder() + after);
    const { bytes: frame, payloadAt } = encodeFrame(OPCODE.text, packet);
    const markAt = payloadAt + Buffer.byteLength(before);
    const arena = Buffer.alloc(at + frame.length + 9, 0xee);
    for (const fields of marks) {
      arena.set(frame, at);
      codec.write(arena, at + markAt, fields);
      applyMask(arena, at + markAt, at + markAt + MARK_LENGTH, at + payloadAt);
      codec.write(written, 0, fields);
      const expected = Buffer.from(before + written.toString('latin1') + after).toString('latin1');
      assert.deepEqual(readByServer(arena.subarray(at, at + frame.length)), [`text ${expected}`]);
      assert.ok(arena.subarray(at + frame.length).every((byte) => byte === 0xee));
    }
  }

  it('is read by a server, whatever it says and wherever it lies', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.string({ maxLength: 8 }),
        fc.nat(9),
        fc.array(anyFields, { minLength: 1, maxLength: 3 }),
        assertRewritten,
      ),
      { numRuns: runsOf(500) },
    );
  });

  it('is read by a server in every phase of the mask and at every size of the length', () => {
    const marks = [
      { room: 0, sender: 0, number: 0, intendedUs: 0, lagUs: 0 },
      { room: 34, sender: 7, number: 12_345, intendedUs: 61_234_567_890, lagUs: 1_234 },
    ];
    for (const base of [0, 50, 126, 65_536]) {
      for (let phase = 0; phase < 4; phase++) {
        for (let at = 0; at < 4; at++) assertRewritten('x'.repeat(base + phase), '"}]', at, marks);
      }
    }
  });
});
