import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { nowUs } from '#dist/core/clock.js';
import { flood } from '#dist/engine/worker/flood.js';
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
