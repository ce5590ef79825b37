import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { OPCODE } from '#dist/wire/ws/frame-writer.js';
import { ReceiveBudget } from '#dist/wire/receive-budget.js';
import { connectDuring, type RecordedClient } from '../../../helpers/wire/client-diary.js';
import { eventually } from '../../../helpers/eventually.js';
import { agreement, startRaw } from '../../../helpers/wire/raw-socket-server.js';
import { serverFrame, serverText } from '../../../helpers/wire/server-frames.js';

/** A connected client, and the server's side of it. */
interface Pair extends RecordedClient {
  readonly peer: Socket;
}

interface PairOptions {
  readonly budget?: ReceiveBudget;
  readonly onText?: (text: string) => void;
}

async function connectPair(test: TestContext, { budget, onText }: PairOptions = {}): Promise<Pair> {
  const peers: Socket[] = [];
  const url = await startRaw(test, (socket, accept) => {
    peers.push(socket.resume());
    socket.write(Buffer.concat([Buffer.from(agreement(accept)), serverText('hello')]));
  });
  const recorded = connectDuring(test, url, onText, budget);
  await recorded.told(1);
  const [peer] = peers;
  assert.ok(peer !== undefined);
  return { ...recorded, peer };
}

/** Resolves when the server sees the connection end. */
async function seesEnd({ peer }: Pair): Promise<void> {
  await eventually(() => peer.closed || peer.readableEnded || peer.destroyed);
}

const OVER_BUDGET = 'closed protocol.over-budget: of all connections, the server left most unfinished on this one';

describe('What a server sends that breaks its reader', () => {
  it('ends its own connection as the protocol, and what follows is not heard', async (test) => {
    const other = await connectPair(test);
    const pair = await connectPair(test, {
      onText: (text) => {
        if (text === 'trick') throw new RangeError('Maximum call stack size exceeded');
      },
    });
    pair.peer.write(Buffer.concat(['before', 'trick', 'after'].map(serverText)));
    assert.deepEqual(await pair.told(4), [
      'text hello',
      'text before',
      'text trick',
      'closed protocol.unreadable: what the server sent could not be read: Maximum call stack size exceeded',
    ]);
    await seesEnd(pair);
    other.peer.write(serverText('still here'));
    assert.deepEqual(await other.told(2), ['text hello', 'text still here']);
    assert.equal(pair.entries.length, 4);
  });

  it('ends it also while it is put together of many reads, or of fragments', async (test) => {
    const text = 'x'.repeat(300_000);
    const parts = [
      [serverText(text)],
      [
        serverFrame(OPCODE.text, text.slice(0, 200_000), { final: false }),
        serverFrame(OPCODE.continuation, text.slice(200_000)),
      ],
    ];
    for (const frames of parts) {
      const budget = new ReceiveBudget(2 ** 20);
      const onText = (heard: string): void => {
        if (heard === text) throw new TypeError('no');
      };
      const pair = await connectPair(test, { budget, onText });
      for (const frame of frames) pair.peer.write(frame);
      pair.peer.write(serverText('after'));
      const entries = await pair.told(3);
      assert.equal(entries[2], 'closed protocol.unreadable: what the server sent could not be read: no');
      await seesEnd(pair);
      assert.deepEqual([entries.length, budget.heldBytes, pair.client.heldBytes], [3, 0, 0]);
    }
  });

  it('does not keep a connection open that is being closed', async (test) => {
    const pair = await connectPair(test, {
      onText: (text) => {
        if (text === 'trick') throw new Error('no');
      },
    });
    const closed = pair.client.close(1000, 60_000);
    pair.peer.write(serverText('trick'));
    assert.equal(await closed, true);
    await seesEnd(pair);
    assert.deepEqual(pair.entries, ['text hello', 'text trick']);
  });
});

describe('What servers leave unfinished', () => {
  const LIMIT = 2 ** 20;

  it('ends the connection with most of it when all together keep too much; the others get theirs whole', async (test) => {
    const budget = new ReceiveBudget(LIMIT);
    const sizes = [150_000, 100_000, 400_000, 200_000, 300_000];
    const pairs = await Promise.all(sizes.map(() => connectPair(test, { budget })));
    // All but the last byte; one after the other, so that it is known who keeps how much when the budget is exceeded.
    for (const [index, { peer, client, entries }] of pairs.entries()) {
      const size = sizes[index] ?? 0;
      peer.write(serverText('x'.repeat(size)).subarray(0, -1));
      await eventually(() => client.heldBytes >= size || entries.length > 1 || pairs.some((pair) => isOver(pair)));
    }
    await eventually(() => pairs.some((pair) => isOver(pair)));
    for (const { peer } of pairs) if (!peer.destroyed) peer.write('x');
    for (const [index, pair] of pairs.entries()) {
      const size = sizes[index] ?? 0;
      const isLargest = size === Math.max(...sizes);
      assert.equal((await pair.told(2))[1], isLargest ? OVER_BUDGET : `text ${'x'.repeat(size)}`);
      if (isLargest) await seesEnd(pair);
    }
    assert.equal(budget.heldBytes, 0);
  });

  const unfinished: Readonly<Record<string, readonly Buffer[]>> = {
    'a message in fragments': [
      serverFrame(OPCODE.text, 'x'.repeat(700_000), { final: false }),
      serverFrame(OPCODE.continuation, 'x'.repeat(700_000), { final: false }),
    ],
    'a binary message, which is skipped': [serverFrame(OPCODE.binary, Buffer.alloc(1_500_000)).subarray(0, -1)],
    'a message in fragments of a byte': [
      serverFrame(OPCODE.text, 'x', { final: false }),
      ...Array.from({ length: 12 }, () =>
        Buffer.concat(Array.from({ length: 100_000 }, () => serverFrame(OPCODE.continuation, 'x', { final: false }))),
      ),
    ],
  };
  for (const [what, bytes] of Object.entries(unfinished)) {
    it(`is bounded for ${what}`, async (test) => {
      const budget = new ReceiveBudget(LIMIT);
      const pair = await connectPair(test, { budget });
      for (const part of bytes) pair.peer.write(part);
      assert.deepEqual(await pair.told(2), ['text hello', OVER_BUDGET]);
      await seesEnd(pair);
      assert.deepEqual([budget.heldBytes, pair.client.heldBytes], [0, 0]);
    });
  }

  it('counts the heads of answers to the handshake', async (test) => {
    const budget = new ReceiveBudget(25_000);
    const peers: Socket[] = [];
    const url = await startRaw(test, (socket) => void peers.push(socket.resume()));
    const clients = [10_000, 12_000, 11_000].map(() => connectDuring(test, url, undefined, budget));
    await eventually(() => peers.length === 3);
    const head = (size: number): string => `HTTP/1.1 101 x\r\nX: ${'x'.repeat(size - 19)}`;
    for (const [index, size] of [10_000, 12_000, 11_000].entries()) {
      peers[index]?.write(head(size));
      if (index < 2) await eventually(() => clients.some(({ client }) => client.heldBytes === size));
    }
    await eventually(() => clients.some((client) => isOver(client)));
    const ended = clients.filter((client) => isOver(client));
    assert.equal(ended.length, 1);
    assert.equal(budget.heldBytes, 21_000);
  });

  it('is forgotten with its connection, however that ends', async (test) => {
    const ends: readonly ((pair: Pair) => unknown)[] = [
      ({ peer }) => peer.destroy(),
      ({ peer }) => peer.end(),
      ({ peer }) => peer.resetAndDestroy(),
      ({ client }) => client.terminate(),
      ({ client }) => client.close(1000, 10),
    ];
    const budget = new ReceiveBudget(LIMIT);
    for (const end of ends) {
      const pair = await connectPair(test, { budget });
      pair.peer.write(serverText('x'.repeat(200_000)).subarray(0, -1));
      await eventually(() => pair.client.heldBytes >= 200_000);
      assert.equal(budget.heldBytes, pair.client.heldBytes);
      end(pair);
      await eventually(() => budget.heldBytes === 0);
      assert.equal(pair.client.heldBytes, 0);
    }
  });

  it('takes no more memory than the frame that it is part of', async (test) => {
    const budget = new ReceiveBudget(2 ** 30);
    const pair = await connectPair(test, { budget });
    const frame = serverText('x'.repeat(1_000_000));
    let most = 0;
    for (let at = 0; at < frame.length - 1; at += 50_000) {
      pair.peer.write(frame.subarray(at, Math.min(at + 50_000, frame.length - 1)));
      await eventually(() => pair.client.heldBytes >= Math.min(at + 50_000, frame.length - 1));
      most = Math.max(most, pair.client.heldBytes);
    }
    assert.equal(most, frame.length);
  });
});

function isOver({ entries }: RecordedClient): boolean {
  return entries.at(-1) === OVER_BUDGET;
}
