import assert from 'node:assert/strict';
import test from 'node:test';
import { evaluateThresholds, hasFailedForCertain, parseThresholds } from '#dist/judgement/thresholds.js';
import { deliveryOf } from '#dist/metrics/latency-summary.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { buildReport } from '#dist/report/build-report.js';
import { contextOf, outcomeOf } from '#dist/report/outcome-of.js';
import { connectOutcome, reportContext } from '../../helpers/report/outcome.js';
import { spreadOf } from '../../helpers/report/spread.js';

/** A connection test whose users took 10 to 1,000 ms, all of them but a few. */
function connected(opened: number): RunOutcome {
  const healthy = connectOutcome();
  const latency = spreadOf(1000, 10_000, 1_000_000);
  return {
    ...healthy,
    phases: healthy.phases.map((phase) => (phase.name === 'connect' ? { ...phase, latency } : phase)),
    connections: { ...healthy.connections, asked: 50, opened },
  };
}

function verdictOn(expression: string, outcome: RunOutcome): [number | null, boolean] {
  const { echo, fanout } = outcome.latency;
  const facts = { outcome, delivery: deliveryOf(echo, fanout), usersAsked: 50 };
  const [result] = evaluateThresholds(parseThresholds([expression], '--fail-on'), facts);
  return [result?.actual ?? null, result?.passed === true];
}

test('how long users take to connect is a promise, and how many could', () => {
  const [p99] = verdictOn('p99(connect)<1s', connected(50));
  assert.ok(p99 !== null && p99 > 900 && p99 <= 1001, String(p99));
  assert.equal(verdictOn('p99(connect)<900ms', connected(50))[1], false);
  assert.equal(verdictOn('max(connect)<2s', connected(50))[1], true);
  assert.deepEqual(verdictOn('opened>=99%', connected(49)), [0.98, false]);
  assert.deepEqual(verdictOn('opened>=49', connected(49)), [49, true]);
});

test('a connection test that opened too few has failed, whatever it was asked, and its report says so again', () => {
  const outcome = connected(40);
  const report = buildReport(outcome, reportContext({ thresholds: ['p99(connect)<2s'] }));
  assert.deepEqual(report.thresholds.map(({ expression, actual, passed }) => [expression, actual, passed]).at(-1), [
    'opened==100%',
    0.8,
    false,
  ]);
  assert.ok(report.thresholds.some(hasFailedForCertain), 'as certain as a loss');
  assert.deepEqual(buildReport(outcomeOf(report), contextOf(report)).thresholds, report.thresholds);
  assert.deepEqual(buildReport(connected(50), reportContext()).thresholds, []);
});
