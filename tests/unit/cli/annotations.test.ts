import assert from 'node:assert/strict';
import test from 'node:test';
import { annotationOfError, annotationsOf } from '#dist/cli/ci/annotations.js';
import { InternalError, StartError, UsageError } from '#dist/core/errors.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { buildReport, type ReportContext } from '#dist/report/build-report.js';
import { hostileReport } from '../../helpers/report/hostile.js';
import { connectOutcome, reportContext, runOutcome, workerOutcome } from '../../helpers/report/outcome.js';
import { spreadOf } from '../../helpers/report/spread.js';

function told(outcome: RunOutcome, context: Partial<ReportContext> = {}): string[] {
  return annotationsOf(buildReport(outcome, reportContext(context))).map(
    ({ level, title, message }) => `${level} ${title}: ${message}`,
  );
}

test('a run in which all is well is not mentioned', () => {
  assert.deepEqual(told(runOutcome(), { thresholds: ['lost==0'] }), []);
  const plan = { ...reportContext().plan, kind: 'connect' };
  assert.deepEqual(told(connectOutcome(), { plan }), []);
});

test('every threshold that failed is an error with what was measured', () => {
  assert.deepEqual(told(runOutcome(), { thresholds: ['p99(delivery)<1ms', 'lost==0', 'tps>=5000'] }), [
    'error Threshold failed: p99(delivery)<1ms did not hold; measured: 2.48 ms',
    'error Threshold failed: tps>=5000 did not hold; measured: 1,000',
  ]);
  const many = Array.from({ length: 20 }, (_, index) => `lost>${index}`);
  const lines = told(runOutcome(), { thresholds: many });
  assert.equal(lines.length, 5);
  assert.equal(lines.at(-1), 'error Thresholds failed: and 16 more did not hold');
});

test('an INVALID run is an error with its reasons, a SUSPECT one a warning', () => {
  const invalid = [workerOutcome({ cpuShare: 0.99, scheduleSlip: spreadOf(1000, 0, 90_000) })];
  const [error = '', ...more] = told(runOutcome({ workers: invalid }));
  assert.match(
    error,
    /^error Verdict INVALID: times INVALID, counts VALID: this machine was the limit.*\n.*\n.*--rate\.$/s,
  );
  assert.deepEqual(more, []);
  assert.match(
    told(runOutcome({ workers: [workerOutcome({ cpuShare: 0.85 })] }))[0] ?? '',
    /^warning Verdict SUSPECT: /,
  );
});

test('lost messages are an error that names the worst room', () => {
  const healthy = runOutcome();
  const rooms = healthy.rooms.map((room, index) => (index === 6 ? { ...room, lost: 126 } : room));
  const deliveries = { ...healthy.deliveries, lost: 126, received: 149_874 };
  assert.deepEqual(told(runOutcome({ rooms, deliveries })), [
    'error Messages lost: 126 of 150,000 deliveries lost (0.08 %), in 1 of 10 rooms; most in 🎉 New Year Celebration Central 7: 126',
  ]);
});

test('whatever else is bad is told by the answer of the run', () => {
  const counters = { ...runOutcome().counters, unexpected: 12 };
  assert.deepEqual(told(runOutcome({ counters })), [
    "error Load run: STRAYED: 12 copies reached users outside the message's room",
  ]);
});

test('an error is told by whose it is', () => {
  assert.deepEqual(annotationOfError(new StartError('Nothing answers.', { hint: 'Start it.' })), {
    level: 'error',
    title: 'The load run could not start',
    message: 'Nothing answers.\nStart it.',
  });
  const usage = annotationOfError(new UsageError([{ where: '--users', message: 'is no number' }]));
  assert.deepEqual([usage.title, usage.message], ['Wrong command line or file', '--users: is no number']);
  for (const fault of [new InternalError('x'), new TypeError('x'), 'x'])
    assert.deepEqual(annotationOfError(fault), { level: 'error', title: 'Fault of newyear-load', message: 'x' });
});

test('hostile texts are short and without control characters', () => {
  const report = hostileReport(buildReport(runOutcome(), reportContext()));
  const annotations = annotationsOf(report);
  assert.ok(annotations.length <= 10);
  for (const { message } of annotations) {
    assert.ok(message.length < 15_000);
    assert.doesNotMatch(message.replaceAll('\n', ''), /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
  }
});
