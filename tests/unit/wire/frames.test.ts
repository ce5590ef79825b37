import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { FrameReader } from '#dist/wire/frame-reader.js';
import { applyMask, encodeClose, encodeFrame, encodeText, OPCODE } from '#dist/wire/frame-writer.js';

const LIMIT = 200_000;

/** An unmasked frame, as a server sends it. */
function frame(opcode: number, payload: string | Uint8Array, final = true): Buffer {
  const bytes = Buffer.from(payload as string);
  const head = Buffer.alloc(bytes.length < 126 ? 2 : bytes.length < 65_536 ? 4 : 10);
  head[0] = (final ? 0x80 : 0) | opcode;
  if (bytes.length < 126) head[1] = bytes.length;
  else if (bytes.length < 65_536) {
    head[1] = 126;
    head.writeUInt16BE(bytes.length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(bytes.length), 2);
  }
  return Buffer.concat([head, bytes]);
}

const text = (payload: string): Buffer => frame(OPCODE.text, payload);

/** What a reader tells of these chunks, all of which it gets in one buffer that is overwritten again and again. */
function read(chunks: readonly Uint8Array[]): string[] {
  const told: string[] = [];
  const reader = new FrameReader(
    {
      onText: (bytes, start, end) => told.push(Buffer.from(bytes.subarray(start, end)).toString()),
      onPing: (payload) => told.push(`<ping ${Buffer.from(payload).toString()}>`),
      onClose: (code) => told.push(`<close ${code}>`),
      onIllegal: (code) => told.push(`<illegal ${code}>`),
    },
    LIMIT,
  );
  const shared = Buffer.alloc(Math.max(1, ...chunks.map(({ length }) => length + 3)));
  for (const chunk of chunks) {
    shared.set(chunk, 3);
    reader.read(shared, 3, 3 + chunk.length);
    shared.fill(0xff);
  }
  return told;
}

/** Cuts a stream at these places. */
function cut(stream: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...new Set(places.map((place) => place % (stream.length + 1))), stream.length].toSorted(
    (a, b) => a - b,
  );
  return ends.map((end, index) => stream.subarray(ends[index - 1] ?? 0, end));
}

describe('A frame that comes in', () => {
  it('is read as the protocol has it', () => {
    assert.deepEqual(read([Buffer.of(0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f)]), ['Hello']);
    assert.deepEqual(read([Buffer.of(0x01, 0x03, 0x48, 0x65, 0x6c, 0x80, 0x02, 0x6c, 0x6f)]), ['Hello']);
    assert.deepEqual(read([Buffer.of(0x89, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f)]), ['<ping Hello>']);
    assert.deepEqual(read([Buffer.of(0x88, 0x00)]), ['<close 1005>']);
    assert.deepEqual(read([Buffer.of(0x88, 0x02, 0x03, 0xe8)]), ['<close 1000>']);
    assert.deepEqual(read([Buffer.of(0x81, 0x00)]), ['']);
  });

  it('is read at every size of its length', () => {
    for (const size of [0, 1, 125, 126, 127, 65_535, 65_536, LIMIT]) {
      const payload = 'x'.repeat(size);
      assert.deepEqual(read([text(payload), text('after')]), [payload, 'after'], String(size));
    }
  });

  it('is read wherever the stream is cut, with fragments, pings and binary messages between', () => {
    const payloads = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.nat(70_000).map((size) => 'é'.repeat(size)),
    );
    const pieces = fc.oneof(
      payloads.map((payload) => ({ bytes: text(payload), told: [Buffer.from(payload).toString()] })),
      fc.string({ maxLength: 30 }).map((payload) => ({
        bytes: frame(OPCODE.ping, payload),
        told: [`<ping ${payload}>`],
      })),
      fc.uint8Array().map((payload) => ({ bytes: frame(OPCODE.binary, payload), told: [] as string[] })),
      fc.constant({ bytes: frame(OPCODE.pong, ''), told: [] as string[] }),
      fc.tuple(fc.string(), fc.string(), fc.string()).map(([a, b, c]) => ({
        bytes: Buffer.concat([
          frame(OPCODE.text, a, false),
          frame(OPCODE.ping, '!'),
          frame(OPCODE.continuation, b, false),
          frame(OPCODE.continuation, c),
        ]),
        told: ['<ping !>', a + b + c],
      })),
      fc.uint8Array().map((payload) => ({
        bytes: Buffer.concat([frame(OPCODE.binary, payload, false), frame(OPCODE.continuation, payload)]),
        told: [] as string[],
      })),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 12 }), (parts, places) => {
        const stream = Buffer.concat(parts.map(({ bytes }) => bytes));
        assert.deepEqual(
          read(cut(stream, places)),
          parts.flatMap(({ told }) => told),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('is read even if every byte comes alone', () => {
    const stream = Buffer.concat([text('one'), text('x'.repeat(300)), frame(OPCODE.ping, 'p'), text('two')]);
    const bytes = Array.from(stream, (_, at) => stream.subarray(at, at + 1));
    assert.deepEqual(read(bytes), ['one', 'x'.repeat(300), '<ping p>', 'two']);
  });

  it('is illegal where RFC 6455 says so, and nothing after it is read', () => {
    const illegal: readonly (readonly [string, Uint8Array, number])[] = [
      ['reserved bits', Buffer.of(0xc1, 0x00), 1002],
      ['a mask', Buffer.of(0x81, 0x80, 0, 0, 0, 0), 1002],
      ['an unknown opcode', frame(3, ''), 1002],
      ['an unknown control opcode', frame(11, ''), 1002],
      ['a ping in fragments', frame(OPCODE.ping, '', false), 1002],
      ['a ping that is too long', frame(OPCODE.ping, 'x'.repeat(126)), 1002],
      ['a continuation of nothing', frame(OPCODE.continuation, 'x'), 1002],
      ['a message inside another', Buffer.concat([frame(OPCODE.text, 'a', false), text('b')]), 1002],
      ['a close with half a status', frame(OPCODE.close, 'x'), 1002],
      ['a close with a status that is not sent', frame(OPCODE.close, Buffer.of(0x03, 0xed)), 1002],
      ['a message that is too big', text('x'.repeat(LIMIT + 1)), 1009],
      [
        'fragments that are too big together',
        Buffer.concat([frame(OPCODE.text, 'x'.repeat(LIMIT - 10), false), frame(OPCODE.continuation, 'x'.repeat(11))]),
        1009,
      ],
    ];
    for (const [what, bytes, code] of illegal) {
      assert.deepEqual(
        read([Buffer.concat([text('before'), bytes, text('after')])]),
        ['before', `<illegal ${code}>`],
        what,
      );
      assert.deepEqual(read([text('before'), bytes, text('after')]), ['before', `<illegal ${code}>`], what);
    }
  });

  it('that announces more than the limit is refused before it has come', () => {
    const head = Buffer.alloc(10);
    head.set([0x81, 127]);
    head.writeBigUInt64BE(2n ** 62n, 2);
    assert.deepEqual(read([head]), ['<illegal 1009>']);
  });

  it('after a close is not read', () => {
    assert.deepEqual(read([Buffer.concat([frame(OPCODE.close, ''), text('late')]), text('later')]), ['<close 1005>']);
  });

  it('that is garbage makes nothing throw, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat(), { maxLength: 5 }), (stream, places) => {
        assert.deepEqual(read(cut(stream, places)), read([stream]));
      }),
      { numRuns: 2000 },
    );
  });
});

/** The payload of a short frame of ours, byte by byte. */
function unmasked(bytes: Uint8Array): string {
  const copy = Buffer.from(bytes);
  applyMask(copy, 6, copy.length, 6);
  return copy.subarray(6).toString('latin1');
}

describe('A frame that goes out', () => {
  it('is final, masked, and holds what it was given', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.nat(70_000).map((size) => new Uint8Array(size).fill(7)),
        ),
        (payload) => {
          const { bytes, payloadAt } = encodeFrame(OPCODE.text, payload);
          assert.equal(bytes[0], 0x81);
          assert.ok(((bytes[1] ?? 0) & 0x80) !== 0);
          const plain = Buffer.from(bytes);
          applyMask(plain, payloadAt, plain.length, payloadAt);
          assert.deepEqual(plain.subarray(payloadAt), Buffer.from(payload));
          // Without mask bit and key it is what a server would send.
          const asServer = Buffer.concat([plain.subarray(0, payloadAt - 4), plain.subarray(payloadAt)]);
          asServer[1] = (asServer[1] ?? 0) & 0x7f;
          assert.deepEqual(asServer, frame(OPCODE.text, payload));
        },
      ),
    );
  });

  it('carries a text as UTF-8 and a close with its status', () => {
    assert.equal(unmasked(encodeText('é')), '\u00c3\u00a9');
    assert.equal(unmasked(encodeClose(1000)), '\u0003\u00e8');
  });

  it('can be changed under its mask in any part', () => {
    const { bytes, payloadAt } = encodeFrame(OPCODE.text, Buffer.from('number 0000 of it'));
    const changed = Buffer.from(bytes);
    const at = payloadAt + 'number '.length;
    changed.set(Buffer.from('1234'), at);
    applyMask(changed, at, at + 4, payloadAt);
    assert.deepEqual(changed, encodeFrame(OPCODE.text, Buffer.from('number 1234 of it')).bytes);
  });
});
