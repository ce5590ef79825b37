import assert from 'node:assert/strict';
import test from 'node:test';
import { outagesOf } from '#dist/judgement/outages.js';
import { checkThreshold, evaluateThresholds, parseThresholds } from '#dist/judgement/thresholds.js';
import type { RunOutcome, TimelineSecond } from '#dist/metrics/run-outcome.js';
import { actualText } from '#dist/judgement/actual-text.js';
import { spreadOf } from '../../helpers/report/spread.js';
import { runOutcome, timelineSecond } from '../../helpers/report/outcome.js';

const SERVED = { intended: 100, sent: 100, completed: 100, delivered: 400, connections: 20 };
const DOWN = { intended: 100, sent: 0, completed: 0, delivered: 0, connections: 0 };

/** 20 seconds of flood, and one of drain. */
function outcomeWith(secondOf: (second: number) => Partial<TimelineSecond>): RunOutcome {
  const timeline = Array.from({ length: 21 }, (_, second) => timelineSecond({ second, ...secondOf(second) }));
  return runOutcome({ floodMs: 20_000, timeline, intervals: [] });
}

function judged(
  outcome: RunOutcome,
  expression: string,
): readonly [actual: number | null, passed: boolean, text: string] {
  const facts = { outcome, delivery: spreadOf(10, 1000, 2000), usersAsked: 20 };
  const [result] = evaluateThresholds(parseThresholds([expression], 'here'), facts);
  assert.ok(result !== undefined);
  return [result.actual, result.passed, actualText(result)];
}

test('an outage is the seconds in which nothing came, and is over when all is served again', () => {
  const outcome = outcomeWith((second) => {
    if (second >= 5 && second < 9) return DOWN;
    // It answers again, but half of the people are not back.
    return second >= 9 && second < 11 ? { ...SERVED, completed: 50, connections: 10 } : SERVED;
  });
  assert.deepEqual(outagesOf(outcome), [{ from: 5, to: 8, backAt: 11 }]);
  assert.deepEqual(judged(outcome, 'availability>=75%'), [0.8, true, '80.00 %']);
  assert.deepEqual(judged(outcome, 'availability>=99.9%').slice(0, 2), [0.8, false]);
  assert.deepEqual(judged(outcome, 'downtime<5s'), [4000, true, '4.00 s']);
  assert.deepEqual(judged(outcome, 'mttr<=6s'), [6000, true, '6.00 s']);
});

test('a server that was always there has no downtime and nothing to recover from', () => {
  const outcome = outcomeWith(() => SERVED);
  assert.deepEqual(
    ['availability==100%', 'downtime==0s', 'mttr<10s'].map((expression) => judged(outcome, expression).slice(0, 2)),
    [
      [1, true],
      [0, true],
      [0, true],
    ],
  );
});

test('of several outages the mean counts, and one that did not end fails', () => {
  const twice = outcomeWith((second) => ([3, 4, 10].includes(second) ? DOWN : SERVED));
  assert.deepEqual(judged(twice, 'mttr<2s').slice(0, 2), [1500, true]);
  const never = outcomeWith((second) => (second >= 12 ? DOWN : SERVED));
  assert.deepEqual(judged(never, 'mttr<60s'), [null, false, 'nothing to judge by']);
  assert.deepEqual(judged(never, 'availability>50%').slice(0, 2), [0.6, true]);
});

test('without a whole second of flood there is nothing to judge by', () => {
  const outcome = runOutcome({ floodMs: 400 });
  for (const expression of ['availability>1%', 'downtime<1h', 'mttr<1h'].map((text) => text.replace('h', 's')))
    assert.deepEqual(judged(outcome, expression).slice(0, 2), [null, false]);
});

test('availability takes a share, downtime and mttr times', () => {
  assert.match(checkThreshold('availability>=1') ?? '', /availability is a share and takes a %/);
  assert.match(checkThreshold('downtime<5%') ?? '', /downtime is a time: us, ms or s/);
  assert.match(checkThreshold('mttr<5') ?? '', /mttr is a time: us, ms or s/);
});
