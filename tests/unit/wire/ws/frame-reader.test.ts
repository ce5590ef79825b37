import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FrameReader } from '#dist/wire/ws/frame-reader.js';
import { OPCODE } from '#dist/wire/ws/frame-writer.js';
import { cut, inChunksOf, readByUs, serverFrame, serverText } from '../../../helpers/wire/server-frames.js';

const LIMIT = 70_000;

/** The bytes written in hexadecimal; what follows a `|` up to the end of the line is a remark. */
function hex(layout: string): Buffer {
  return Buffer.from(layout.replace(/\|.*$/gm, '').replace(/\s/g, ''), 'hex');
}

/** Asserts what is told of a stream, whole and byte by byte. */
function assertTold(stream: Uint8Array, expected: readonly string[]): void {
  assert.deepEqual(readByUs([stream], LIMIT), expected);
  assert.deepEqual(readByUs(inChunksOf(1, stream), LIMIT), expected);
}

describe('A reader of frames', () => {
  it('reads texts whose length is in the second byte', () => {
    const stream = hex(`
      81        | FIN, opcode 1: text
      05        | no mask, length 5
      48656c6c6f
      81 00     | an empty text
      81 02 c3a9`);
    assertTold(stream, ['text Hello', 'text ', 'text Ã©']);
  });

  it('reads texts whose length takes 16 bits', () => {
    const stream = Buffer.concat([
      hex('81 7e 007e'), // 126 bytes, the fewest that need it
      Buffer.alloc(126, 'a'),
      hex('81 7e ffff'),
      Buffer.alloc(65_535, 'b'),
      hex('81 7e 0002 6869'), // more length than is needed
    ]);
    assertTold(stream, [`text ${'a'.repeat(126)}`, `text ${'b'.repeat(65_535)}`, 'text hi']);
  });

  it('reads texts whose length takes 64 bits', () => {
    const stream = Buffer.concat([
      hex('81 7f 0000000000010000'),
      Buffer.alloc(65_536, 'a'),
      hex('81 7f 0000000000000002 6869'), // more length than is needed
    ]);
    assertTold(stream, [`text ${'a'.repeat(65_536)}`, 'text hi']);
  });

  it('puts fragments together, with control frames between them told at once', () => {
    const stream = hex(`
      01 03 48656c  | text, not final
      89 02 6f6e    | ping
      00 00         | continuation, empty
      8a 01 21      | pong
      00 01 6c      | continuation
      80 01 6f      | continuation, FIN
      81 01 2e`);
    assertTold(stream, ['ping on', 'text Hello', 'text .']);
  });

  it('tells pings with their payload, of 125 bytes at most', () => {
    const stream = Buffer.concat([hex('89 00  89 02 6869  89 7d'), Buffer.alloc(125, 'p')]);
    assertTold(stream, ['ping ', 'ping hi', `ping ${'p'.repeat(125)}`]);
  });

  it('tells binary messages, whole and in fragments, and skips pongs', () => {
    const stream = hex(`
      8a 01 21
      82 03 010203
      02 01 01      | binary, not final
      89 00
      00 01 81
      80 01 02
      81 01 2e`);
    assertTold(stream, ['binary \u0001\u0002\u0003', 'ping ', 'binary \u0001\u0081\u0002', 'text .']);
  });

  it('tells a close with the peer’s status, or 1005 without one, and nothing that follows', () => {
    assertTold(hex('88 02 03e8  81 01 2e'), ['close 1000']);
    assertTold(hex('88 06 0ff8 62796521  89 00'), ['close 4088']);
    assertTold(hex('88 00  88 02 03e8  ff'), ['close 1005']);
    assertTold(hex('01 01 61  88 02 03e9'), ['close 1001']);
  });

  const illegal: Readonly<Record<string, string>> = {
    'the first reserved bit': 'c1 00',
    'the second reserved bit': 'a1 00',
    'the third reserved bit': '91 00',
    'a reserved bit on a continuation': '01 01 61  c0 01 62',
    'a mask': '81 81 01020304 60',
    'a mask on a ping': '89 80 01020304',
    'opcode 3': '83 00',
    'opcode 7 in fragments': '07 00',
    'opcode 11': '8b 00',
    'opcode 15': '8f 00',
    'a ping in fragments': '09 00',
    'a close in fragments': '08 00',
    'a ping with a 16-bit length': '89 7e 0001 61',
    'a close with a 64-bit length': '88 7f 0000000000000000',
    'a continuation of nothing': '80 01 61',
    'a first fragment that is a continuation': '00 01 61',
    'a text inside a text': '01 01 61  81 01 62',
    'a binary message inside a text': '01 01 61  82 01 62',
    'a text inside a binary message': '02 01 61  01 01 62',
    'a close with half a status': '88 01 03',
    'a close with status 0': '88 02 0000',
    'a close with status 999': '88 02 03e7',
    'a close with status 1004': '88 02 03ec',
    'a close with status 1005': '88 02 03ed',
    'a close with status 1006': '88 02 03ee',
    'a close with status 1015': '88 02 03f7',
    'a close with status 2999': '88 02 0bb7',
    'a close with status 5000': '88 02 1388',
  };
  for (const [what, layout] of Object.entries(illegal)) {
    it(`refuses ${what} with 1002 and tells nothing that follows`, () => {
      const stream = Buffer.concat([hex('81 01 2e'), hex(layout), hex('81 01 2e  89 00  88 00')]);
      assertTold(stream, ['text .', 'illegal 1002']);
    });
  }
});

describe('A reader’s limit', () => {
  const full = 'x'.repeat(LIMIT);

  it('lets a message through that just fits, whole or in fragments', () => {
    const inTwo = [
      serverFrame(OPCODE.text, full.slice(1), { final: false }),
      serverFrame(OPCODE.ping, 'x'.repeat(125)),
      serverFrame(OPCODE.continuation, 'x'),
    ];
    const stream = Buffer.concat([serverText(full), ...inTwo, serverText('.')]);
    const ping = `ping ${'x'.repeat(125)}`;
    assert.deepEqual(readByUs([stream], LIMIT), [`text ${full}`, ping, `text ${full}`, 'text .']);
    assert.deepEqual(readByUs(inChunksOf(7, stream), LIMIT), [`text ${full}`, ping, `text ${full}`, 'text .']);
  });

  const tooBig: Readonly<Record<string, Uint8Array>> = {
    'a text': hex('81 7f 0000000000011171'),
    'a binary message': hex('82 7f 0000000000011171'),
    'a length beyond all integers': hex('81 7f ffffffffffffffff'),
    'a length of 2^53': hex('81 7f 0020000000000000'),
    'fragments that are too big together': Buffer.concat([
      serverFrame(OPCODE.text, full, { final: false }),
      hex('80 01'),
    ]),
    'binary fragments that are too big together': Buffer.concat([
      serverFrame(OPCODE.binary, full, { final: false }),
      hex('00 7e 0001'),
    ]),
  };
  for (const [what, stream] of Object.entries(tooBig)) {
    it(`refuses ${what} with 1009 as soon as its length is known`, () => {
      assertTold(stream, ['illegal 1009']);
      assertTold(stream.subarray(0, -1), []);
      assertTold(Buffer.concat([stream, hex('81 01 2e')]), ['illegal 1009']);
    });
  }
});

describe('A reader’s work and memory', () => {
  const MAX = 16 * 2 ** 20;
  const ignored = {
    onText: () => undefined,
    onBinary: () => undefined,
    onPing: () => undefined,
    onClose: () => undefined,
    onIllegal: () => assert.fail('nothing is illegal here'),
  };

  /** Feeds the same chunk again and again; returns how many bytes of memory that has taken. */
  function memoryAfter(first: Uint8Array, chunk: Uint8Array, times: number): number {
    const reader = new FrameReader(ignored, MAX);
    reader.read(first, 0, first.length);
    const before = process.memoryUsage();
    for (let count = 0; count < times; count++) reader.read(chunk, 0, chunk.length);
    const after = process.memoryUsage();
    return after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  }

  it('grow with the bytes and not with their square when a frame comes in many small chunks', () => {
    const size = 8 * 2 ** 20;
    const told: number[] = [];
    const reader = new FrameReader({ ...ignored, onText: (_, start, end) => told.push(end - start) }, MAX);
    const stream = serverFrame(OPCODE.text, Buffer.alloc(size, 'x'));
    const began = performance.now();
    for (const chunk of inChunksOf(100, stream)) reader.read(chunk, 0, chunk.length);
    assert.deepEqual(told, [size]);
    assert.ok(performance.now() - began < 5000);
  });

  it('are bounded when a message comes in a million fragments, empty or not', () => {
    const first = hex('01 00');
    for (const fragment of ['00 00', '00 01 61']) {
      const many = Buffer.concat(Array.from({ length: 1000 }, () => hex(fragment)));
      const bytes = memoryAfter(first, many, 1000);
      assert.ok(bytes < 64 * 2 ** 20, `${fragment}: ${bytes}`);
    }
  });

  it('are bounded after the end, whatever still comes', () => {
    const junk = Buffer.alloc(65_536, 0x01);
    for (const end of ['88 00', 'ff ff']) {
      const reader = new FrameReader({ ...ignored, onIllegal: () => undefined }, MAX);
      reader.read(hex(end), 0, 2);
      const before = process.memoryUsage().arrayBuffers;
      for (let count = 0; count < 1000; count++) reader.read(junk, 0, junk.length);
      assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 20);
    }
  });

  it('do not take room for a length that is only announced', () => {
    const head = hex('81 7f 0000000000f00000');
    const readers: FrameReader[] = [];
    const before = process.memoryUsage().arrayBuffers;
    for (let count = 0; count < 100; count++) {
      const reader = new FrameReader(ignored, MAX);
      reader.read(head, 0, head.length);
      readers.push(reader);
    }
    assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 20);
    assert.equal(readers.length, 100);
  });

  it('are those of one frame when chunks share it: what follows is read where it lies', () => {
    for (const [size, places] of [
      [3, [1, 2, 4]],
      [300, [1, 2, 3, 4, 5, 303]],
      [70_000, [1, 2, 5, 9, 10, 11, 60_000]],
    ] as const) {
      const shared = serverText('x'.repeat(size));
      const stream = Buffer.concat([shared, serverText('.'), serverText('y'.repeat(1000))]);
      for (const place of places) {
        const told: [Uint8Array, number][] = [];
        const reader = new FrameReader(
          { ...ignored, onText: (bytes, start, end) => told.push([bytes, end - start]) },
          MAX,
        );
        const chunk = stream.subarray(place);
        reader.read(stream.subarray(0, place), 0, place);
        reader.read(chunk, 0, chunk.length);
        const [first, ...following] = told;
        assert.equal(first?.[1], size);
        assert.ok(first[0].length < 2 * shared.length + 300);
        assert.deepEqual(
          following.map(([bytes, length]) => [bytes === chunk, length]),
          [
            [true, 1],
            [true, 1000],
          ],
        );
      }
    }
  });

  it('leave what was handed in untouched', () => {
    const stream = Buffer.concat([hex('01 01 61  89 01 70  80 01 62  81 03 616263'), serverText('x'.repeat(300))]);
    const copy = Buffer.from(stream);
    const reader = new FrameReader(ignored, MAX);
    for (const chunk of cut(copy, [1, 6, 8, 14, 60])) reader.read(chunk, 0, chunk.length);
    assert.deepEqual(copy, stream);
  });
});
