import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { nowUs } from '#dist/core/clock.js';
import { flood, type Seconds } from '#dist/engine/worker/flood.js';
import { loadOf } from '#dist/load/load.js';
import { eventually } from '../../../helpers/eventually.js';
import { type OneWorker, countedBy, welcome, workerFor } from '../../../helpers/run/one-worker.js';
import { type Peer, startScripted } from '../../../helpers/wire/scripted-socket-server.js';

/** Two connected members of a room, whose packets are for `onPacket`; the first one's connection is the first. */
async function pairFor(
  test: TestContext,
  onPacket: (peers: readonly Peer[], packet: string) => void,
): Promise<OneWorker> {
  const peers: Peer[] = [];
  const server = await startScripted((peer) => {
    peers.push(peer);
    welcome(peer, (packet) => onPacket(peers, packet));
  });
  test.after(() => server.close());
  const worker = await workerFor(test, server.url, 2, { messagesPerSecond: 'max', window: 1, durationMs: 1000 });
  for (const user of worker.users) await user.connect();
  return worker;
}

/** The first member sends as fast as it may. */
async function floodBy({ context, receiver }: OneWorker): Promise<void> {
  const first = Int32Array.of(0);
  const order = { senders: 1, positions: first, rooms: first, members: first };
  const load = loadOf(context.plan);
  await flood(context, receiver, { load, order, startUs: nowUs() }, new AbortController().signal);
}

describe('A flood with a window', { concurrency: 2 }, () => {
  it('goes on at once when those who lacked a message are gone', async (test) => {
    const worker = await pairFor(test, ([sender, other], packet) => {
      // Nobody but the sender ever gets a copy, and the other one is cut soon after the first.
      sender?.socket.send(packet.replace('"send"', '"message"'));
      setTimeout(() => other?.tcp.destroy(), 50);
    });
    for (const membership of worker.memberships) membership.isJoined = true;
    worker.room.openLedger(true, nowUs(), worker.context.originUs);
    await floodBy(worker);
    const { sent, received } = countedBy(worker.context).counters;
    assert.ok(sent > 5, `${sent} were sent`);
    assert.ok(received >= sent - 1, `${received} of ${sent} were received`);
  });

  it('that breaks while it goes on is rejected', async (test) => {
    const worker = await pairFor(test, () => undefined);
    const rejected = assert.rejects(floodBy(worker), /before its room’s account was opened/);
    // The first turn has nobody to send; the next one finds a room without an account.
    await eventually(() => worker.receiver.accounts.onDelivered !== undefined);
    for (const membership of worker.memberships) membership.isJoined = true;
    await rejected;
  });
});

describe('A flood on a schedule', () => {
  it('asks for every message in the second in which it is due, however late the generator is', async (test) => {
    const server = await startScripted((peer) => welcome(peer, () => undefined));
    test.after(() => server.close());
    const { context, receiver } = await workerFor(test, server.url, 1);
    // Ten times the rate from the second end on, and the thread is held up over the third.
    const stages = [
      { name: 'before', durationMs: 200, from: 1000, to: 1000, measured: true },
      { name: 'spike', durationMs: 200, from: 10_000, to: 10_000, measured: true },
    ];
    const load = loadOf({ messagesPerSecond: 1, durationMs: 400, stages, window: 1 });
    const first = Int32Array.of(0);
    const startUs = nowUs();
    const told: number[] = [];
    const seconds: Seconds = {
      endUs: startUs + 100_000,
      onEnd: undefined,
      turn(): void {
        this.onEnd?.(this.endUs);
        told.push(countedBy(context).counters.intended);
        Object.assign(this, { endUs: this.endUs + 100_000 });
        if (told.length === 2) while (nowUs() < startUs + 350_000) continue;
      },
    };
    const order = { senders: 1, positions: first, rooms: first, members: first };
    await flood(context, receiver, { load, order, startUs }, new AbortController().signal, seconds);
    told.push(countedBy(context).counters.intended);
    assert.deepEqual(
      [...told.slice(0, 3), told.slice(3).reduce((sum, count) => sum + count, 0)],
      [100, 100, 1000, 1000],
    );
  });
});
