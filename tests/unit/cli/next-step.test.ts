import assert from 'node:assert/strict';
import test from 'node:test';
import { inEnglish } from '#dist/core/language/words.js';
import { nextStepOf } from '#dist/cli/summary/next-step.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { buildReport, type ReportContext } from '#dist/report/build-report.js';
import {
  auditOutcome,
  canaryOutcome,
  connectOutcome,
  reportContext,
  runOutcome,
} from '../../helpers/report/outcome.js';
import { spreadOf } from '../../helpers/report/spread.js';

const OWN = "newyear-load run --target http://127.0.0.1:3000 --dialect './my chat.yaml' --rate 50 --seed 7";

function next(outcome: RunOutcome, context: Partial<ReportContext> = {}, kind: 'run' | 'connect' = 'run'): string {
  const report = buildReport(outcome, reportContext({ command: OWN, ...context }));
  return inEnglish(nextStepOf(report, kind) ?? 'nothing');
}

const { deliveries, counters, connections } = runOutcome();
const plan = reportContext().plan;

test('after a run that held comes the question how much does, at the same server in the same words', () => {
  assert.equal(
    next(runOutcome()),
    "How much does it hold? npx newyear-load capacity --target http://127.0.0.1:3000 --dialect './my chat.yaml'",
  );
  assert.equal(
    next(runOutcome(), { command: 'newyear-load run --preset quick --embedded --seed 1' }),
    'How much does it hold? npx newyear-load capacity --embedded',
  );
});

test('two merged runs of one server name it once', () => {
  const command = `${OWN} & ${OWN}`;
  assert.equal(next(runOutcome(), { command }), next(runOutcome()));
});

test('where nothing came back, two users are to go through the dialect', () => {
  const none = { ...deliveries, received: 0, lost: deliveries.expected };
  const context = { plan: { ...plan, embedded: false } };
  assert.equal(
    next(runOutcome({ deliveries: none }), context),
    "See what the server sends instead: npx newyear-load dialect check --target http://127.0.0.1:3000 --dialect './my chat.yaml'",
  );
  assert.match(next(runOutcome({ deliveries: none }), { plan: { ...plan, embedded: true } }), /^Leave --dialect out/);
});

test('each result has a step of its own, that of the gravest first', () => {
  const some = { ...deliveries, received: deliveries.received - 9, lost: 9 };
  const missing = auditOutcome({ messagesExpected: 30_000, messagesFound: 29_990, messagesNotCheckable: 0 });
  const steps: [string, RegExp][] = [
    [next(runOutcome({ interruption: 'SIGINT' })), /^Let it run to its end: until then slow copies/],
    [
      next(runOutcome({ interruption: 'SIGTERM', counters: { ...counters, sent: 0 } })),
      /^Let it run: it was stopped before/,
    ],
    [
      next(connectOutcome({ interruption: 'SIGINT' }), {}, 'connect'),
      /^Let it run to its end: until then nobody knows/,
    ],
    [next(runOutcome({ interruption: 'target-lost', deliveries: some })), /^Look into the log of the server/],
    [next(runOutcome({ deliveries: some, counters: { ...counters, refused: 2 } })), /^Read what the server said/],
    [next(runOutcome({ deliveries: some })), /^Where and when was it lost\? --out html=/],
    [
      next(
        runOutcome({
          deliveries: some,
          counters: { ...counters, completed: 29_997, acksAsked: 30_000, acknowledged: 29_997 },
        }),
      ),
      /^Look into the log of the server: what reached nobody was never acknowledged/,
    ],
    [next(runOutcome({ counters: { ...counters, unexpected: 3 } })), /^Look how rooms are joined/],
    [next(runOutcome({ audit: missing })), /^Look how the server stores/],
    [next(runOutcome(), { thresholds: ['p99(delivery)<1ms'] }), /^When was it slow, and for whom\?/],
    [next(runOutcome({ canary: canaryOutcome() }), { thresholds: ['p99(delivery)<1s'] }), /^How much does it hold\?/],
  ];
  for (const [step, expected] of steps) assert.match(step, expected);
});

test('after a connection test the users are to write, or the limit is to be found', () => {
  assert.match(next(connectOutcome(), {}, 'connect'), /^Have them write: npx newyear-load run --target /);
  const short = connectOutcome({ connections: { ...connections, opened: 45 } });
  assert.match(next(short, {}, 'connect'), /^Look for a limit/);
});

test('what an INVALID verdict asks for stands beside it, and no second step below', () => {
  const [worker = assert.fail()] = runOutcome().workers;
  const workers = [{ ...worker, cpuShare: 0.99, scheduleSlip: spreadOf(1000, 0, 90_000) }];
  assert.equal(next(runOutcome({ workers })), 'nothing');
});
