import assert from 'node:assert/strict';
import { buildReport } from '#dist/report/build-report.js';
import { headlineOf } from '#dist/report/headline.js';
import { reportContext } from '../helpers/report/outcome.js';
import { describe, it } from 'node:test';
import { inEnglish } from '#dist/core/language/words.js';
import { findingsOf } from '#dist/judgement/findings/index.js';
import type { LossPlace } from '#dist/metrics/run-outcome.js';
import { verdictOf } from '#dist/judgement/verdict.js';
import { contradictions, MEMBERS, type Measured, measure, roomNames, samples } from '../helpers/run/engine-run.js';

/** Copies of the one message by which the echo is found out, which no ledger counts. */
const PROBE_COPIES = MEMBERS;

/** What the ledger of a run must say of each room, by what the fault did to the server's rooms. */
async function byRoom(measured: Measured): Promise<Map<string, number>> {
  const names = await roomNames(measured);
  const applied = Object.entries(measured.truth.faults[0]?.byRoom ?? {});
  return new Map(applied.map(([id, times]) => [names.get(id) ?? id, times]));
}

const appliedTo = ({ truth }: Measured): number => truth.faults[0]?.applied ?? 0;

describe('A run against a server with one exact fault', { concurrency: 3 }, () => {
  it('loses the very copies that were dropped, room by room', async (test) => {
    const measured = await measure(test, ['drop=1/7'], { drain: '700ms' });
    const { outcome, truth } = measured;
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(outcome.deliveries.lost, appliedTo(measured));
    assert.equal(outcome.deliveries.received, truth.copies.delivered - PROBE_COPIES);
    assert.equal(outcome.deliveries.expected, outcome.counters.sent * MEMBERS);
    const applied = await byRoom(measured);
    for (const room of outcome.rooms) assert.equal(room.lost, applied.get(room.room), room.room);
    assert.ok(outcome.deliveries.lost > 50);
    // The places say the same, by room and by second.
    const lostAt = (is: (place: LossPlace) => boolean): number =>
      outcome.places.filter(is).reduce((sum, { lost }) => sum + lost, 0);
    for (const { room, lost } of outcome.rooms)
      assert.equal(
        lostAt((place) => place.room === room),
        lost,
        room,
      );
    for (const { second, lost } of outcome.timeline)
      assert.equal(
        lostAt((place) => place.second === second),
        lost,
      );
    assert.match(
      inEnglish(findingsOf(outcome, verdictOf(outcome))[0] ?? ''),
      /^All [\d,]+ lost deliveries: .* seconds? [\d–]+\.$/,
    );
  });

  it('counts every copy that came twice, and none of them as received', async (test) => {
    const measured = await measure(test, ['duplicate=1/9']);
    const { outcome, truth } = measured;
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(outcome.deliveries.duplicated, appliedTo(measured));
    assert.equal(outcome.deliveries.lost, 0);
    assert.equal(outcome.deliveries.received + outcome.deliveries.duplicated, truth.copies.delivered - PROBE_COPIES);
    const applied = await byRoom(measured);
    for (const room of outcome.rooms) assert.equal(room.duplicated, applied.get(room.room), room.room);
  });

  it('sees every message that changed places with its sender’s next one, at every receiver', async (test) => {
    const measured = await measure(test, ['swap=1/3']);
    const { outcome } = measured;
    assert.deepEqual(contradictions(outcome), []);
    assert.ok(appliedTo(measured) > 10);
    assert.equal(outcome.deliveries.reordered, appliedTo(measured) * MEMBERS);
    assert.equal(outcome.deliveries.lost, 0);
    const applied = await byRoom(measured);
    for (const room of outcome.rooms) assert.equal(room.reordered, (applied.get(room.room) ?? 0) * MEMBERS, room.room);
  });

  it('takes no other order for a fault: a server that jitters reorders nothing of one sender', async (test) => {
    const { outcome, truth } = await measure(test, ['jitter=30ms']);
    assert.deepEqual(contradictions(outcome), []);
    const { reordered, lost, received } = outcome.deliveries;
    assert.deepEqual([reordered, lost, received], [0, 0, truth.copies.delivered - PROBE_COPIES]);
  });

  it('loses all copies of a message that the server lost', async (test) => {
    const measured = await measure(test, ['lose-message=1/5'], { drain: '700ms' });
    const { outcome } = measured;
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(outcome.deliveries.lost, appliedTo(measured) * MEMBERS);
    assert.equal(outcome.counters.completed, outcome.counters.sent - appliedTo(measured));
    const applied = await byRoom(measured);
    for (const room of outcome.rooms) assert.equal(room.lost, (applied.get(room.room) ?? 0) * MEMBERS, room.room);
  });

  it('counts every message that was answered with an error event, and its copies as lost', async (test) => {
    const measured = await measure(test, ['error=1/6'], { drain: '700ms' });
    const { outcome } = measured;
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(outcome.counters.refused, appliedTo(measured));
    assert.deepEqual(outcome.errors, { 'server.error-event': appliedTo(measured) });
    assert.equal(outcome.deliveries.lost, appliedTo(measured) * MEMBERS);
    const report = buildReport(outcome, reportContext());
    const refused = `the server refused ${appliedTo(measured)} of ${outcome.counters.sent} messages`;
    assert.ok(
      headlineOf({ ...report, verdict: { ...report.verdict, level: 'VALID' } }).text.startsWith(`REFUSED: ${refused}`),
    );
  });

  it('expects no copy of its own from a server that does not echo', async (test) => {
    const { outcome, truth } = await measure(test, ['no-echo']);
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(outcome.deliveries.expected, outcome.counters.sent * (MEMBERS - 1));
    assert.equal(outcome.deliveries.received, outcome.deliveries.expected);
    const probes = truth.messages.received - outcome.counters.sent;
    assert.equal(truth.copies.delivered - outcome.deliveries.received, probes * (MEMBERS - 1));
    assert.equal(samples(outcome.latency.echo), 0);
    assert.equal(outcome.counters.unexpected, 0);
  });

  it('still knows of the echo when the server drops every fourth copy, the probe’s own among them', async (test) => {
    const { outcome } = await measure(test, ['drop=1/4'], { drain: '700ms', seed: '1' });
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(outcome.counters.unexpected, 0);
    assert.equal(outcome.deliveries.expected, outcome.counters.sent * MEMBERS);
    assert.equal(outcome.deliveries.lost, outcome.counters.sent);
  });

  it('takes no sample below the time that the server makes every broadcast wait', async (test) => {
    const { outcome } = await measure(test, ['delay=250ms']);
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(outcome.deliveries.lost, 0);
    // A bucket begins at most 0.1 % below the values in it.
    for (const counter of [outcome.latency.echo, outcome.latency.fanout, outcome.latency.serviceEcho]) {
      assert.ok(samples(counter) > 0);
      assert.equal(samples(counter, 249_000), samples(counter));
      assert.ok(samples(counter, 2_000_000) < samples(counter) / 2);
    }
  });

  it('keeps whoever is cut apart from what is lost, and brings them back', async (test) => {
    const { outcome, truth } = await measure(test, ['cut=50%@500ms'], { duration: '2s' });
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(truth.connections.cut, 6);
    assert.equal(outcome.connections.lost, 6);
    // Every user is in one room.
    assert.equal(
      outcome.places.reduce((sum, { cut }) => sum + cut, 0),
      6,
    );
    assert.match(
      findingsOf(outcome, verdictOf(outcome)).map(inEnglish).join('\n'),
      /^6 connections broke: seconds? [\d–]+; 6 reconnected/m,
    );
    assert.equal(outcome.connections.reconnects, 6);
    assert.equal(outcome.connections.openAtEnd, 12);
    assert.ok(outcome.deliveries.receiverGone > 0);
    assert.ok(outcome.counters.unsendable > 0);
    assert.equal(outcome.counters.sent + outcome.counters.unsendable, outcome.counters.intended);
    assert.equal(outcome.unsentWritable, 0);
    // What was on its way to the server when the connection was cut never reached it.
    const neverArrived = outcome.counters.sent + 1 - truth.messages.received;
    assert.equal(outcome.deliveries.lost, neverArrived * MEMBERS);
    assert.equal(outcome.deliveries.unconfirmed, outcome.deliveries.lost);
  });

  it('opens every connection that is refused at first', async (test) => {
    const { outcome, truth } = await measure(test, ['refuse-connect=1/5']);
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(truth.connections.refused, 3);
    assert.deepEqual(outcome.errors, { 'server.http-503': 3 });
    assert.equal(truth.connections.accepted, 12);
    assert.equal(outcome.connections.opened, 12);
    assert.equal(outcome.deliveries.lost, 0);
  });

  it('goes on with those who could register', async (test) => {
    const measured = await measure(test, ['refuse-signup=1/4']);
    const { outcome, truth } = measured;
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(appliedTo(measured), 3);
    assert.deepEqual(
      outcome.phases.slice(0, 2).map(({ name, attempted, succeeded, failed }) => [name, attempted, succeeded, failed]),
      [
        ['register', 12, 9, 3],
        ['login', 9, 9, 0],
      ],
    );
    assert.equal(outcome.connections.opened, 9);
    assert.equal(outcome.errors['server.batch-refused'], 3);
    assert.equal(outcome.deliveries.lost, 0);
    assert.equal(truth.messages.received, outcome.counters.sent + 1);
    assert.ok(outcome.findings.some((finding) => finding.includes('register: 3 failed')));
  });

  it('adds up when it does not wait for what is still on its way', async (test) => {
    const { outcome } = await measure(test, ['delay=400ms'], { drain: '0ms' });
    assert.deepEqual(contradictions(outcome), []);
    assert.ok(outcome.deliveries.lost > 0);
  });
});

// Alone, since the server stands still with everything in this thread.
describe('A run against a server that stalls', () => {
  it('counts what should have been sent while the server stood still', async (test) => {
    const { outcome } = await measure(test, ['stall=700ms@300ms'], { duration: '1500ms' });
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(outcome.counters.intended, 180);
    assert.equal(outcome.counters.sent, 180);
    assert.equal(outcome.deliveries.lost, 0);
    // 120 messages/s were due in the 500 ms that a message had to wait 200 ms or more for the server to go on.
    assert.ok(samples(outcome.latency.fanout, 200_000) >= 0.9 * 120 * 0.5 * (MEMBERS - 1));
    assert.ok(samples(outcome.latency.fanout, 600_000) >= 1);
  });
});
