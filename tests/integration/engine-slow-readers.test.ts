import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildReport } from '#dist/report/build-report.js';
import { contradictionsIn } from '#dist/report/report-sums.js';
import { reportContext } from '../helpers/report/outcome.js';
import { startRun } from '#dist/engine/main/run.js';
import type { Socket } from 'socket.io';
import { inProcess, startRunHere } from '../helpers/run/in-process-worker.js';
import { dialectFile, plainChat } from '../helpers/wire/plain-chat.js';
import { measure, MEMBERS, planFor, practiceFor, samples } from '../helpers/run/engine-run.js';

const JOIN = { event: 'join', args: ['{{room.id}}'] };
const SEND = { event: 'send', args: ['{{room.id}}', '{{message.text}}'] };

const SLOW = { rate: '300', duration: '1200ms', slowReaders: '25%:200ms:600ms', drain: '2s' };

for (const workers of ['1', '3']) {
  test(`with ${workers} workers a server that keeps what slow readers do not take brings all of it later, and none of it is late in the fleet`, async (t) => {
    const { outcome, truth } = await measure(t, [], { ...SLOW, workers }, { cpuCount: 8 });
    const { slowReaders: slow, deliveries, counters, latency, connections } = outcome;
    assert.deepEqual(contradictionsIn(buildReport(outcome, reportContext())), []);
    assert.deepEqual([slow?.users, slow?.cut, slow?.gone, slow?.dropped], [3, 0, 0, 0]);
    // They are members of rooms of four, each of which has 100 messages/s: 180 are held, and those under way at first.
    assert.ok(slow !== null && slow.held >= 150 && slow.held <= 220, String(slow?.held));
    assert.equal(slow.received, slow.held);
    assert.deepEqual([deliveries.lost, deliveries.receiverGone], [0, 0]);
    assert.equal(deliveries.received, counters.sent * MEMBERS);
    assert.equal(counters.sent, 360);
    assert.deepEqual([connections.lost, outcome.errors], [0, {}]);
    assert.equal(truth.connections.accepted, 12);
    // Of the other nine everything has a time; of these three what came before they stopped.
    const timed = samples(latency.echo) + samples(latency.fanout);
    assert.ok(timed >= 360 * 3 && timed < deliveries.received - slow.held, String(timed));
    assert.equal(samples(latency.fanout, 300_000), 0);
  });
}

test('who still does not read when the load is over reads then, and the drain waits for what was held', async (t) => {
  const { outcome } = await measure(t, [], { ...SLOW, duration: '700ms', slowReaders: '100%:200ms:5s' });
  const { slowReaders: slow, deliveries } = outcome;
  assert.equal(slow?.users, 12);
  assert.ok(slow.held > 400);
  assert.equal(slow.received, slow.held);
  assert.equal(deliveries.received, outcome.counters.sent * MEMBERS);
  assert.equal(buildReport(outcome, reportContext()).verdict.counts.level, 'VALID');
});

test('slow readers do not hold back senders that wait for their messages', async (t) => {
  const { outcome } = await measure(t, [], { ...SLOW, rate: 'max', slowReaders: '25%:100ms:1s' });
  assert.ok((outcome.slowReaders?.held ?? 0) > 0);
  assert.equal(outcome.deliveries.lost, 0);
  assert.ok(outcome.counters.sent > 12 * 10);
});

test('slow readers that a server cuts since they answer no heartbeat are no errors and no lost target, and come back', async (t) => {
  const server = await practiceFor(t, [], { pingIntervalMs: 150, pingTimeoutMs: 150 });
  const flags = { rate: '200', duration: '2s', slowReaders: '100%:200ms:800ms', drain: '1s' };
  const outcome = await startRunHere(await planFor(server.url, flags)).outcome;
  const { slowReaders: slow, connections, counters, deliveries } = outcome;
  const report = buildReport(outcome, reportContext());
  assert.deepEqual(contradictionsIn(report), []);
  assert.deepEqual([outcome.interruption, outcome.errors, connections.lost], [null, {}, 0]);
  assert.deepEqual([slow?.users, slow?.cut, slow?.back, slow?.dropped], [12, 12, 12, 0]);
  assert.ok(slow !== null && slow.received + slow.gone === slow.held);
  assert.equal(connections.openAtEnd, 12);
  assert.equal(server.truth().connections.accepted, 24);
  assert.equal(counters.sent + counters.senderAway + counters.unsendable, counters.intended);
  assert.ok(counters.senderAway < counters.intended / 2);
  assert.equal(deliveries.expected, deliveries.received + deliveries.lost + deliveries.receiverGone);
  assert.equal(deliveries.lost, deliveries.unconfirmed);
});

test('who leaves while it does not read takes what it was not given along: that is gone, and neither dropped nor the server’s fault', async (t) => {
  for (const how of ['cut', 'close']) {
    const flags = { rate: '200', duration: '900ms', slowReaders: '25%:100ms:5s', storm: [`450ms:100%:100ms:${how}`] };
    const { outcome } = await measure(t, [], { ...flags, drain: '500ms' });
    const { slowReaders: slow, storms, deliveries, errors, connections } = outcome;
    assert.deepEqual(contradictionsIn(buildReport(outcome, reportContext())), []);
    assert.deepEqual([slow?.users, slow?.cut, slow?.dropped], [3, 0, 0]);
    assert.ok(slow !== null && slow.gone > 0 && slow.held === slow.received + slow.gone);
    assert.equal(storms[0]?.cut, 12);
    assert.ok(deliveries.receiverGone >= slow.gone);
    assert.deepEqual([deliveries.lost, errors, connections.lost], [0, {}, 0]);
  }
});

/** Messages that a chat server keeps for somebody who does not read; it drops the rest. */
const MOST_KEPT = 10;

test('what a server drops for those who do not read is told to the copy, and is no loss of others', async (t) => {
  let dropped = 0;
  const target = await plainChat(t, (socket, io) => {
    socket.on('join', (room: string) => void socket.join(room));
    socket.on('send', (room: string, text: string) => {
      for (const id of io.sockets.adapter.rooms.get(room) ?? []) {
        const member = io.sockets.sockets.get(id);
        if (member === undefined) continue;
        if (isBehind(member)) dropped++;
        else member.emit('message', { text });
      }
    });
  });
  const dialect = await dialectFile(t, {
    socket: {},
    events: { join: JOIN, send: SEND, receive: 'message' },
    echo: true,
  });
  const flags = { dialect, users: '4', rooms: '1', rate: '60', duration: '1500ms', textBytes: '100000', drain: '2s' };
  const plan = await planFor(target, { ...flags, slowReaders: '25%:100ms:5s' });
  const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
  const { slowReaders: slow, deliveries, counters } = outcome;
  assert.deepEqual(contradictionsIn(buildReport(outcome, reportContext())), []);
  assert.ok(slow !== null && dropped > 0, `${dropped}`);
  assert.deepEqual([slow.users, slow.cut, slow.gone, slow.dropped], [1, 0, 0, dropped]);
  assert.equal(slow.held, slow.received + dropped);
  assert.deepEqual([deliveries.lost, deliveries.receiverGone, deliveries.duplicated], [0, dropped, 0]);
  assert.equal(deliveries.received, counters.sent * MEMBERS - dropped);
  assert.deepEqual([outcome.errors, outcome.connections.lost], [{}, 0]);
});

/** Does more wait for it than the server keeps? */
function isBehind({ conn }: Socket): boolean {
  const { writeBuffer } = conn as unknown as { readonly writeBuffer: readonly unknown[] };
  return writeBuffer.length >= MOST_KEPT;
}
