import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildReport } from '#dist/report/build-report.js';
import { contradictionsIn } from '#dist/report/report-sums.js';
import { reportContext } from '../helpers/report/outcome.js';
import { measure, MEMBERS } from '../helpers/run/engine-run.js';

/** Silent when people are cut and when they come back, so that nothing is under way then: what is missed is exactly what is sent meanwhile. */
const STAGES = ['300ms@200', 'cut=700ms@0', '300ms@200', 'return=500ms@0', '200ms@200'];
const QUIET_STORM = { stage: STAGES, duration: undefined, storm: ['800ms:50%:700ms'], drain: '1s' };

for (const workers of ['1', '3']) {
  test(`with ${workers} workers everybody whom a storm cuts comes back, and missed what the server says that it made for nobody`, async (t) => {
    const { outcome, truth } = await measure(t, [], { ...QUIET_STORM, workers }, { cpuCount: 8 });
    const [storm] = outcome.storms;
    assert.ok(storm);
    assert.deepEqual([storm.cut, storm.back, storm.untaken, storm.recovered], [6, 6, 0, 0]);
    assert.ok(storm.missed > 40);
    // What was under way at the cut, the server had made.
    const made = truth.copies.delivered - (outcome.firstMessages ?? 0) * MEMBERS;
    assert.equal(storm.missed, truth.copies.absent + made - outcome.deliveries.received);
    assert.equal(outcome.deliveries.receiverGone, storm.missed);
    assert.equal(outcome.deliveries.lost, 0);
    assert.equal(truth.connections.accepted, 12 + 6);
    assert.equal(truth.messages.received, outcome.counters.sent + (outcome.firstMessages ?? 0));
  });
}

test('connections that we cut ourselves are no errors, and what people who are away do not send is nobody’s fault', async (t) => {
  const { outcome, truth } = await measure(t, [], {
    rate: '300',
    duration: '1500ms',
    storm: ['200ms:50%:500ms', '300ms:100%:300ms:backoff'],
    drain: '1s',
  });
  const { counters, connections, deliveries, storms } = outcome;
  const report = buildReport(outcome, reportContext());
  assert.deepEqual(contradictionsIn(report), []);
  assert.deepEqual(outcome.errors, {});
  assert.deepEqual([connections.lost, connections.reconnects], [0, 0]);
  assert.equal(report.verdict.counts.level, 'VALID');
  // Whoever is away already is not cut again.
  assert.deepEqual(
    storms.map(({ cut }) => cut),
    [6, 6],
  );
  assert.equal(
    connections.openAtEnd,
    storms.reduce((sum, { back }) => sum + back, 0),
  );
  assert.ok(counters.senderAway > 0);
  assert.equal(counters.sent + counters.senderAway + counters.unsendable, counters.intended);
  assert.equal(counters.intended, 450);
  // Every copy was made for somebody who had it, was under way to somebody who was cut, or was made for nobody.
  assert.equal(deliveries.expected, counters.sent * MEMBERS);
  assert.equal(deliveries.lost, 0);
  const made = truth.copies.delivered - (outcome.firstMessages ?? 0) * MEMBERS;
  assert.equal(made + truth.copies.absent, deliveries.received + deliveries.receiverGone);
  const missed = storms.reduce((sum, storm) => sum + storm.missed, 0);
  assert.equal(missed, deliveries.receiverGone);
});

test('what a server recovers after a storm is received, late, and told beside what stays missed', async (t) => {
  const { outcome, truth } = await measure(t, ['recover'], QUIET_STORM);
  const [storm] = outcome.storms;
  const recovered = truth.faults[0]?.applied;
  assert.ok(recovered !== undefined && recovered > 40);
  assert.deepEqual([storm?.back, storm?.missed, storm?.recovered], [6, 0, recovered]);
  assert.equal(outcome.counters.recovered, recovered);
  assert.equal(outcome.deliveries.receiverGone, 0);
});

test('who leaves in good order is not recovered, and who is refused afterwards is never back', async (t) => {
  const closed = await measure(t, ['recover'], { ...QUIET_STORM, storm: ['800ms:50%:700ms:close'] });
  const [storm] = closed.outcome.storms;
  assert.deepEqual([storm?.cut, storm?.back, storm?.recovered], [6, 6, 0]);
  assert.ok((storm?.missed ?? 0) > 40);
  const { outcome } = await measure(t, [], { duration: '600ms', rate: '100', storm: ['200ms:50%:2s'], drain: '500ms' });
  assert.deepEqual(
    outcome.storms.map(({ cut, back }) => [cut, back]),
    [[6, 0]],
  );
  assert.equal(outcome.connections.openAtEnd, 6);
});

test('who leaves in good order in the middle of the traffic takes no message along: the server has read what it sent before it reads the leave', async (t) => {
  const storm = ['150ms:100%:100ms:close', '600ms:100%:100ms:close'];
  const { outcome, truth } = await measure(t, [], { rate: '3000', duration: '900ms', storm, drain: '1s' });
  const { counters, deliveries, storms } = outcome;
  assert.deepEqual(contradictionsIn(buildReport(outcome, reportContext())), []);
  assert.equal(storms[0]?.cut, 12);
  for (const { cut, untaken } of storms) assert.ok(cut > 0 && untaken === 0, `${cut} ${untaken}`);
  assert.equal(truth.messages.received, counters.sent + (outcome.firstMessages ?? 0));
  assert.deepEqual([deliveries.expected, deliveries.lost], [counters.sent * MEMBERS, 0]);
  assert.equal(counters.sent + counters.senderAway + counters.unsendable, counters.intended);
  assert.equal(
    storms.reduce((sum, { missed }) => sum + missed, 0),
    deliveries.receiverGone,
  );
});

test('who gets no answer to its last message leaves all the same, after two seconds, and that message is unconfirmed', async (t) => {
  const { outcome } = await measure(t, ['lose-message=1/2'], {
    stage: ['500ms@100', 'silent=2500ms@0'],
    duration: undefined,
    storm: ['400ms:100%:100ms:close'],
    drain: '200ms',
  });
  const { counters, deliveries, storms } = outcome;
  assert.deepEqual(contradictionsIn(buildReport(outcome, reportContext())), []);
  const [storm] = storms;
  assert.deepEqual([storm?.cut, storm?.back], [12, 12]);
  const untaken = storm?.untaken ?? 0;
  assert.ok(untaken > 0 && untaken < 12, `${untaken}`);
  // Of each of them one message at least; and all that is due of them while they wait is sent by nobody.
  assert.ok(deliveries.unconfirmed >= untaken * MEMBERS && deliveries.unconfirmed % MEMBERS === 0);
  assert.ok(deliveries.unconfirmed <= deliveries.lost);
  assert.ok(counters.senderAway > 0);
  assert.equal(counters.sent + counters.senderAway + counters.unsendable, 50);
});
