import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MARK_LENGTH } from '#dist/chat/mark.js';
import { nowUs } from '#dist/core/clock.js';
import { drain } from '#dist/engine/worker/phases/drain.js';
import { PhaseMeter } from '#dist/engine/worker/phases/phase.js';
import { type OneWorker, welcome, workerFor } from '../../../helpers/run/one-worker.js';
import { type Peer, startScripted } from '../../../helpers/wire/scripted-socket-server.js';

/** Keeps the thread busy. */
function work(durationMs: number): void {
  const endUs = nowUs() + durationMs * 1000;
  while (nowUs() < endUs);
}

/** A member that waits for a message of another. */
function owe({ room, memberships, context }: OneWorker): number {
  for (const membership of memberships) membership.isJoined = true;
  room.openLedger(false, nowUs(), context.originUs);
  return room.ledger?.send(1, 0) ?? -1;
}

async function runDrain({ context }: OneWorker): Promise<void> {
  await drain.run(context, new PhaseMeter(context.tally), new AbortController().signal);
}

describe('A drain', () => {
  it('lasts as long by the clock as it is to, however slowly the thread gets on', async (test) => {
    const worker = await workerFor(test, 'ws://127.0.0.1:1', 2, { drainMs: 400 });
    owe(worker);
    let turns = 0;
    let isOver = false;
    const turn = (): void => {
      turns++;
      work(100);
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    await runDrain(worker);
    isOver = true;
    // Turns of 100 ms: at most four until the end of the drain, and some in which what has come is read. Counted sleeps take twenty.
    assert.ok(turns <= 9, `it took ${turns} turns of 100 ms`);
    assert.equal(worker.room.ledger?.outstanding, 1);
  });

  it('reads what came in time, though the thread was busy until after its end', async (test) => {
    const peers: Peer[] = [];
    const server = await startScripted((peer) => {
      peers.push(peer);
      welcome(peer, () => undefined);
    });
    test.after(() => server.close());
    const worker = await workerFor(test, server.url, 2, { drainMs: 50 });
    const { context, users, room } = worker;
    await users[0]?.connect();
    const number = owe(worker);
    const mark = Buffer.alloc(MARK_LENGTH);
    context.codec.write(mark, 0, { room: room.chat.index, sender: 1, number, intendedUs: 0, lagUs: 0 });
    const drained = runDrain(worker);
    peers[0]?.socket.send(`42["message","${mark.toString('latin1')}"]`);
    work(300);
    await drained;
    assert.equal(room.ledger?.outstanding, 0);
  });
});
