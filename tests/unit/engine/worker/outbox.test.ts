import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import * as fc from 'fast-check';
import { Outbox } from '#dist/engine/worker/outbox.js';
import { encodeText } from '#dist/wire/ws/frame-writer.js';
import type { WebSocketClient } from '#dist/wire/ws/websocket-client.js';
import { connectDuring } from '../../../helpers/wire/client-diary.js';
import { eventually } from '../../../helpers/eventually.js';
import { agreement, collect, type Heard, startRaw } from '../../../helpers/wire/raw-socket-server.js';
import { readByWs, serverText } from '../../../helpers/wire/server-frames.js';
import { runsOf } from '../../../helpers/runs-of.js';

/** A user whose socket takes what it is given at once, or only when it is let; until then it keeps no copy. */
class FakeUser {
  readonly name: string;
  takesAtOnce = true;
  readonly taken: Buffer[] = [];
  readonly #held: Uint8Array[] = [];
  readonly #log: string[];

  constructor(name: string, log: string[]) {
    this.name = name;
    this.#log = log;
  }

  get bufferedBytes(): number {
    return this.#held.reduce((sum, { length }) => sum + length, 0);
  }

  get text(): string {
    return Buffer.concat(this.taken).toString();
  }

  writeFrames(frames: Uint8Array): void {
    this.#log.push(`${this.name}:${frames.length}`);
    this.#held.push(frames);
    if (this.takesAtOnce && this.#held.length === 1) this.take();
  }

  take(): void {
    for (const frames of this.#held.splice(0)) this.taken.push(Buffer.from(frames));
  }
}

/** A frame of so many bytes. */
const frameOf = (byte: string, length: number): Buffer => Buffer.alloc(length, byte);

describe('An outbox', () => {
  it('lets frames of one user that follow each other leave in one write, at the flush', () => {
    const log: string[] = [];
    const [user, outbox] = [new FakeUser('a', log), new Outbox()];
    for (const [index, byte] of ['x', 'y', 'z'].entries()) {
      const at = outbox.add(user, frameOf(byte, 10));
      assert.equal(at, 10 * index);
      assert.equal(Buffer.from(outbox.bytes.subarray(at, at + 10)).toString(), byte.repeat(10));
    }
    assert.deepEqual(log, []);
    outbox.flush();
    assert.deepEqual(log, ['a:30']);
    assert.equal(user.text, 'xxxxxxxxxxyyyyyyyyyyzzzzzzzzzz');
    outbox.flush();
    assert.deepEqual(log, ['a:30']);
  });

  it('sends what is changed in its bytes before the flush, and not the frame that was added', () => {
    const [user, outbox, frame] = [new FakeUser('a', []), new Outbox(), frameOf('x', 4)];
    outbox.add(user, frame);
    const at = outbox.add(user, frame);
    outbox.bytes.set(Buffer.from('yy'), at + 1);
    outbox.flush();
    assert.equal(user.text, 'xxxxxyyx');
    assert.equal(frame.toString(), 'xxxx');
  });

  it('keeps the order between users', () => {
    const log: string[] = [];
    const [a, b, outbox] = [new FakeUser('a', log), new FakeUser('b', log), new Outbox()];
    for (const [user, length] of [
      [a, 1],
      [a, 2],
      [b, 3],
      [a, 4],
      [b, 5],
      [b, 6],
    ] as const) {
      outbox.add(user, frameOf('x', length));
    }
    outbox.flush();
    assert.deepEqual(log, ['a:3', 'b:3', 'a:4', 'b:11']);
  });

  it('tells what waits in its sockets, those among them that were clogged before, until they have taken it', () => {
    const [a, b, outbox] = [new FakeUser('a', []), new FakeUser('b', []), new Outbox()];
    for (const user of [a, b]) user.takesAtOnce = false;
    b.writeFrames(frameOf('p', 6));
    for (const user of [a, b]) outbox.add(user, frameOf('x', 100));
    outbox.flush();
    assert.equal(outbox.bufferedBytes, 100 + 106);
    b.take();
    assert.equal(outbox.bufferedBytes, 100);
    a.take();
    assert.equal(outbox.bufferedBytes, 0);
  });

  it('takes frames that are larger than all its room, and small ones after them', () => {
    const log: string[] = [];
    const [user, outbox] = [new FakeUser('a', log), new Outbox()];
    const lengths = [10, 100_000, 10, 200_000, 16_384, 1];
    lengths.forEach((length, index) => {
      const at = outbox.add(user, frameOf(String(index), length));
      assert.ok(at + length <= outbox.bytes.length);
    });
    outbox.flush();
    assert.equal(user.text, lengths.map((length, index) => String(index).repeat(length)).join(''));
  });

  it('takes more than its room in one turn', () => {
    const log: string[] = [];
    const [user, outbox] = [new FakeUser('a', log), new Outbox()];
    for (let count = 0; count < 1000; count++) outbox.add(user, frameOf(String(count % 10), 100));
    outbox.flush();
    assert.equal(user.text, Array.from({ length: 1000 }, (_, count) => String(count % 10).repeat(100)).join(''));
    assert.ok(log.length < 10, `${log.length} writes`);
  });

  it('takes no new memory while sockets take all at once', () => {
    const [user, outbox] = [new FakeUser('a', []), new Outbox()];
    const { bytes } = outbox;
    for (let count = 0; count < 100; count++) {
      for (let frame = 0; frame < 20; frame++) outbox.add(user, frameOf('x', 200));
      outbox.flush();
      assert.equal(outbox.bytes, bytes);
    }
  });

  it('takes new memory once when sockets take everything later, as those of TLS, and none when they are quick again', () => {
    const [a, b, outbox] = [new FakeUser('a', []), new FakeUser('b', []), new Outbox()];
    const arenas = new Set<Uint8Array>();
    for (const takesAtOnce of [false, true]) {
      for (const user of [a, b]) user.takesAtOnce = takesAtOnce;
      for (let count = 0; count < 100; count++) {
        for (const user of [a, b]) {
          outbox.add(user, frameOf(String(count % 10), 200));
          arenas.add(outbox.bytes);
        }
        outbox.flush();
        for (const user of [a, b]) user.take();
      }
    }
    assert.equal(arenas.size, 2);
    const expected = Array.from({ length: 200 }, (_, count) => String(count % 10).repeat(200)).join('');
    assert.deepEqual([a.text, b.text], [expected, expected]);
  });

  it('never writes over what a socket still holds, whichever sockets do and for however long', () => {
    const users = fc.nat(2);
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.tuple(fc.constant('add'), users, fc.nat(300)) },
      { weight: 1, arbitrary: fc.tuple(fc.constant('add'), users, fc.constantFrom(9000, 16_384, 16_385, 40_000)) },
      { weight: 2, arbitrary: fc.tuple(fc.constantFrom('flush', 'take', 'stop', 'start'), users, fc.constant(0)) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const people = ['a', 'b', 'c'].map((name) => new FakeUser(name, []));
        const expected = ['', '', ''];
        const outbox = new Outbox();
        steps.forEach(([what, index, length], count) => {
          const user = people[index];
          assert.ok(user !== undefined);
          if (what === 'add') {
            const text = String.fromCharCode(48 + count).repeat(length);
            outbox.add(user, Buffer.from(text));
            expected[index] += text;
          } else if (what === 'flush') outbox.flush();
          else if (what === 'take') user.take();
          else user.takesAtOnce = what === 'start';
        });
        outbox.flush();
        for (const user of people) user.take();
        assert.deepEqual(
          people.map(({ text }) => text),
          expected,
        );
      }),
      { numRuns: runsOf(500) },
    );
  });
});

/** A real connection as the outbox sees it, and what the server has heard since it began to read. */
async function connectStuck(
  test: TestContext,
): Promise<{ client: WebSocketClient; bufferedBytes: number; writeFrames(frames: Uint8Array): void; read(): Heard }> {
  let read: (() => Heard) | undefined;
  const url = await startRaw(test, (socket, accept) => {
    read = () => collect(socket);
    socket.write(Buffer.concat([Buffer.from(agreement(accept)), serverText('hello')]));
  });
  const { client, told } = connectDuring(test, url);
  await told(1);
  assert.ok(read !== undefined);
  return {
    client,
    get bufferedBytes() {
      return client.bufferedBytes;
    },
    writeFrames: (frames) => client.write(frames),
    read,
  };
}

describe('An outbox before real sockets', () => {
  it('delivers all that it took, intact and in order, though the servers do not read for long', async (test) => {
    const users = [await connectStuck(test), await connectStuck(test), await connectStuck(test)];
    const [, , reading] = users;
    const readingHeard = reading?.read();
    const outbox = new Outbox();
    const expected: string[][] = users.map(() => []);
    const lengths = users.map(() => 0);
    // 200 KB a turn to each of the first two, so that what waits ends in the midst of a write; now and then a larger frame.
    for (let turn = 0; turn < 60; turn++) {
      users.forEach((user, index) => {
        for (let message = 0; message < (index === 2 ? 3 : 100); message++) {
          const text = `${turn} ${message} `.padEnd(message === 50 ? 30_000 : 2000, String(message));
          const frame = encodeText(text);
          outbox.add(user, frame);
          expected[index]?.push(`text ${text}`);
          lengths[index] = (lengths[index] ?? 0) + frame.length;
        }
      });
      outbox.flush();
      if (turn % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    assert.ok((users[0]?.bufferedBytes ?? 0) > 0 && (users[1]?.bufferedBytes ?? 0) > 0);
    const heard = [users[0]?.read(), users[1]?.read(), readingHeard];
    await eventually(
      () => heard.every((from, index) => (from?.length ?? 0) >= (lengths[index] ?? 0)),
      () => heard.map((from) => from?.length),
    );
    for (const [index, from] of heard.entries()) {
      assert.deepEqual(readByWs(from === undefined ? [] : [from.bytes], 0, true), expected[index]);
      assert.equal(users[index]?.bufferedBytes, 0);
    }
  });
});
