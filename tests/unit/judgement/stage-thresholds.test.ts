import assert from 'node:assert/strict';
import test from 'node:test';
import { stageFactsOf } from '#dist/judgement/stage-facts.js';
import {
  checkThreshold,
  evaluateThresholds,
  hasFailedForCertain,
  parseThresholds,
} from '#dist/judgement/thresholds.js';
import { deliveryOf } from '#dist/metrics/latency-summary.js';
import { addDeliveries } from '#dist/metrics/outcome-builder.js';
import { emptyLatencies, emptyStageCounters } from '#dist/metrics/snapshot.js';
import { runOutcome, stageOutcome } from '../../helpers/report/outcome.js';
import { counterOf } from '../../helpers/report/spread.js';

const STAGES = ['warm-up', 'evening', 'mid night', 'night'];

const OF_STAGES: readonly (readonly [expression: string, problem: RegExp | undefined])[] = [
  ['p99(delivery@evening)<500ms', undefined],
  [' p99( delivery@mid night ) < 500ms', undefined],
  ['lost@mid night==0', undefined],
  ['tps@evening >= 900', undefined],
  ['errors@night<1%', undefined],
  ['recovery@mid night<10s', undefined],
  ['p99(delivery@evning)<500ms', /^unknown stage "evning"; did you mean "evening"\?$/],
  ['lost@x==0', /^unknown stage "x"; there is warm-up, evening, mid night, night$/],
  ['recovery<10s', /^recovery is of a stage; an example is recovery@spike<10s$/],
  ['recovery@warm-up<10s', /^no stage is before "warm-up"/],
  ['recovery@night<10s', /^no stage is after "night"/],
  ['recovery@evening<10', /^recovery is a time: us, ms or s/],
  ['users@evening>=10', /^users is of the whole run and takes no stage/],
  ['unexpected@evening==0', /^unexpected is of the whole run/],
  ['lots@evening==0', /^unknown metric "lots"; did you mean "lost"/],
  ['p99@evening(delivery)<1ms', /./],
  ['p99(delivery)@evening<1ms', /./],
  ['@evening<1ms', /./],
];

for (const [expression, problem] of OF_STAGES) {
  test(`of a load with stages ${JSON.stringify(expression)} is ${problem === undefined ? 'fine' : 'refused with a reason'}`, () => {
    const complaint = checkThreshold(expression, STAGES);
    if (problem === undefined) assert.equal(complaint, undefined);
    else assert.match(complaint ?? 'accepted', problem);
  });
}

test('of a load without stages none can be named', () => {
  assert.match(checkThreshold('lost@evening==0') ?? '', /^there is no stage "evening", since the load has no stages$/);
});

test('a threshold of a stage is about that stage alone, and fails when it was not reached', () => {
  const stages = [
    stageOutcome('evening', { deliveries: { ...addDeliveries([]), expected: 50, received: 48, lost: 2 } }),
    stageOutcome('midnight', {
      startMs: 1000,
      counters: { ...emptyStageCounters(), intended: 10, sent: 10, completed: 9 },
      latency: { ...emptyLatencies(), fanout: counterOf(Array.from({ length: 1000 }, () => 40_000)) },
    }),
    stageOutcome('night', { startMs: 2000, durationMs: 0 }),
  ];
  const outcome = runOutcome({ stages });
  const expressions = ['lost@evening==0', 'p99(fanout@midnight)<50ms', 'tps@midnight>=9', 'lost@night==0', 'lost==0'];
  const thresholds = parseThresholds(expressions, '--fail-on', ['evening', 'midnight', 'night']);
  const facts = { outcome, delivery: deliveryOf(outcome.latency.echo, outcome.latency.fanout), usersAsked: 50 };
  const results = evaluateThresholds(thresholds, facts, stageFactsOf(outcome, 50));
  assert.deepEqual(
    results.map(({ actual, passed }) => [actual, passed]),
    [
      [2, false],
      [40.031, true],
      [9, true],
      [null, false],
      [0, true],
    ],
  );
  assert.ok(hasFailedForCertain({ expression: 'lost@evening==0', actual: 2, passed: false }));
});

test('a recovery that there never was fails, and says so', () => {
  const stages = ['before', 'spike', 'after'].map((name, place) => stageOutcome(name, { startMs: place * 1000 }));
  const outcome = runOutcome({ stages, timeline: [], intervals: [] });
  const thresholds = parseThresholds(['recovery@spike<10s'], '--fail-on', ['before', 'spike', 'after']);
  const facts = { outcome, delivery: deliveryOf(outcome.latency.echo, outcome.latency.fanout), usersAsked: 50 };
  assert.deepEqual(evaluateThresholds(thresholds, facts, stageFactsOf(outcome, 50)), [
    {
      expression: 'recovery@spike<10s',
      actual: null,
      passed: false,
      note: 'not back before the end, or nothing to come back to',
    },
  ]);
});
