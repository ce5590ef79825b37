import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import * as fc from 'fast-check';
import { UsageError } from '#dist/core/errors.js';
import { BucketCounter } from '#dist/metrics/bucket-counter.js';
import { deliveryOf } from '#dist/metrics/latency-summary.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { emptyCounters } from '#dist/metrics/snapshot.js';
import {
  THRESHOLD_COUNTS,
  THRESHOLD_LATENCIES,
  THRESHOLD_STATISTICS,
  type ThresholdFacts,
} from '#dist/judgement/threshold-metrics.js';
import {
  checkThreshold,
  evaluateThresholds,
  parseThreshold,
  parseThresholds,
  hasFailedForCertain,
} from '#dist/judgement/thresholds.js';
import { auditOutcome, connectOutcome, runOutcome } from '../../helpers/report/outcome.js';
import { counterOf, spreadOf } from '../../helpers/report/spread.js';

/** What a threshold is evaluated on. */
function factsOf(outcome: RunOutcome): ThresholdFacts {
  return { outcome, delivery: deliveryOf(outcome.latency.echo, outcome.latency.fanout), usersAsked: 50 };
}

/** `[actual, passed]` of one expression. */
function verdictOn(expression: string, outcome: RunOutcome = runOutcome()): [number | null, boolean] {
  const [result] = evaluateThresholds(parseThresholds([expression], '--fail-on'), factsOf(outcome));
  assert.ok(result !== undefined);
  assert.equal(result.expression, expression.trim());
  return [result.actual, result.passed];
}

/** A run of 200 intended messages with a flaw of every kind. */
function flawedOutcome(): RunOutcome {
  const healthy = runOutcome();
  return {
    ...healthy,
    floodMs: 4_000,
    counters: {
      ...emptyCounters(),
      intended: 200,
      sent: 190,
      refused: 4,
      completed: 180,
      received: 790,
      operations: 500,
    },
    deliveries: {
      expected: 800,
      received: 790,
      lost: 8,
      duplicated: 16,
      reordered: 79,
      receiverGone: 2,
      unconfirmed: 0,
    },
    errors: { 'server.http-500': 3, 'network.timeout': 2 },
    connections: { ...healthy.connections, asked: 50, openAtEnd: 40 },
    phases: healthy.phases.map((phase) => (phase.name === 'register' ? { ...phase, succeeded: 45 } : phase)),
  };
}

test('every statistic of every latency is understood', () => {
  for (const latency of Object.keys(THRESHOLD_LATENCIES)) {
    for (const statistic of THRESHOLD_STATISTICS) {
      assert.equal(checkThreshold(`${statistic}(${latency})<250ms`), undefined);
    }
  }
});

test('every count is understood, and its share where it has one', () => {
  for (const { name, takesShare } of THRESHOLD_COUNTS) {
    assert.equal(checkThreshold(`${name}>=0`), undefined);
    assert.equal(checkThreshold(`${name}>=0%`) === undefined, takesShare, name);
  }
});

test('spaces do not count', () => {
  assert.deepEqual(verdictOn(' p99 ( delivery ) <= 250 ms '), verdictOn('p99(delivery)<=250ms'));
  assert.deepEqual(verdictOn('errors < 1 %'), verdictOn('errors<1%'));
});

test('latencies are compared in milliseconds whatever the unit of the limit', () => {
  const outcome = runOutcome({ latency: { ...runOutcome().latency, echo: spreadOf(1_000, 1_000, 1_999) } });
  assert.deepEqual(verdictOn('max(echo)<=1999us', outcome), [1.999, true]);
  assert.deepEqual(verdictOn('max(echo)<2ms', outcome), [1.999, true]);
  assert.deepEqual(verdictOn('max(echo)<0.001s', outcome), [1.999, false]);
  assert.deepEqual(verdictOn('min(echo)==1ms', outcome), [1, true]);
  assert.deepEqual(verdictOn('p50(echo)!=1.499ms', outcome), [1.499, false]);
});

test('counts are compared as they are', () => {
  const outcome = flawedOutcome();
  assert.deepEqual(verdictOn('lost==0', outcome), [8, false]);
  assert.deepEqual(verdictOn('duplicated<=16', outcome), [16, true]);
  assert.deepEqual(verdictOn('reordered<79', outcome), [79, false]);
  assert.deepEqual(verdictOn('refused<5', outcome), [4, true]);
  assert.deepEqual(verdictOn('unsent<=10', outcome), [10, true]);
  assert.deepEqual(verdictOn('errors==5', outcome), [5, true]);
  assert.deepEqual(verdictOn('delivered>=790', outcome), [790, true]);
  assert.deepEqual(verdictOn('users>=50', outcome), [45, false]);
  assert.deepEqual(verdictOn('connections>=40', outcome), [40, true]);
});

test('tps is completed messages per second of the flood', () => {
  assert.deepEqual(verdictOn('tps>=45', flawedOutcome()), [45, true]);
  assert.deepEqual(verdictOn('tps>45', flawedOutcome()), [45, false]);
});

test('shares are of what each metric is a part of', () => {
  const outcome = flawedOutcome();
  assert.deepEqual(verdictOn('lost<1%', outcome), [8 / 800, false]);
  assert.deepEqual(verdictOn('lost<=1%', outcome), [8 / 800, true]);
  assert.deepEqual(verdictOn('duplicated<3%', outcome), [16 / 800, true]);
  assert.deepEqual(verdictOn('reordered<=10%', outcome), [79 / 790, true]);
  assert.deepEqual(verdictOn('refused<=2%', outcome), [4 / 200, true]);
  assert.deepEqual(verdictOn('unsent<5%', outcome), [10 / 200, false]);
  assert.deepEqual(verdictOn('errors<=1%', outcome), [5 / 500, true]);
  assert.deepEqual(verdictOn('delivered>99%', outcome), [790 / 800, false]);
  assert.deepEqual(verdictOn('users>=90%', outcome), [45 / 50, true]);
  assert.deepEqual(verdictOn('connections>=90%', outcome), [40 / 50, false]);
});

test('without a register phase every user is there', () => {
  const { phases } = runOutcome();
  const outcome = runOutcome({ phases: phases.filter(({ name }) => name !== 'register') });
  assert.deepEqual(verdictOn('users>=100%', outcome), [1, true]);
});

test('a metric without samples fails, whatever it is compared with', () => {
  const outcome = connectOutcome();
  for (const { name } of THRESHOLD_COUNTS.filter(
    (metric) => !['errors', 'users', 'connections', 'opened'].includes(metric.name),
  )) {
    for (const comparison of ['<', '<=', '==', '!=', '>=', '>']) {
      assert.deepEqual(verdictOn(`${name}${comparison}0`, outcome), [null, false], `${name}${comparison}0`);
    }
  }
  assert.deepEqual(verdictOn('lost<1%', outcome), [null, false]);
  assert.deepEqual(verdictOn('max(echo)<1s', outcome), [null, false]);
});

test('what an audit missed counts against what it could look for', () => {
  const audit = auditOutcome({
    usersFound: 38,
    usersNotCheckable: 10,
    messagesExpected: 30_000,
    messagesFound: 29_970,
  });
  const outcome = runOutcome({ audit });
  assert.deepEqual(verdictOn('usersMissing==0', outcome), [2, false]);
  assert.deepEqual(verdictOn('usersMissing<=5%', outcome), [2 / 40, true]);
  assert.deepEqual(verdictOn('messagesMissing<=30', outcome), [30, true]);
  assert.deepEqual(verdictOn('messagesMissing<0.1%', outcome), [30 / 30_000, false]);
  const blind = runOutcome({ audit: { ...audit, messagesFound: 0, messagesNotCheckable: 30_000 } });
  assert.deepEqual(verdictOn('messagesMissing==0', blind), [null, false]);
  assert.deepEqual(verdictOn('usersMissing==0', runOutcome({ audit: null })), [null, false]);
});

test('copies that reached strangers count against the expected ones', () => {
  const outcome = runOutcome({ counters: { ...runOutcome().counters, unexpected: 15 } });
  assert.deepEqual(verdictOn('unexpected==0', outcome), [15, false]);
  assert.deepEqual(verdictOn('unexpected<=0.01%', outcome), [15 / 150_000, true]);
  assert.deepEqual(verdictOn('unexpected==0'), [0, true]);
});

test('a percentile that the sample is too small for fails, unless the sample decides it for certain', () => {
  const withEcho = (...valuesUs: readonly number[]): RunOutcome =>
    runOutcome({ latency: { ...runOutcome().latency, echo: counterOf(valuesUs) } });
  const quick = Array<number>(990).fill(5);
  assert.deepEqual(verdictOn('p99(echo)<1s', withEcho(...quick)), [0.005, true]);
  assert.deepEqual(verdictOn('p99(echo)<1us', withEcho(...quick)), [0.005, false]);
  const mixed = withEcho(...quick, ...Array<number>(9).fill(2_000_000));
  assert.deepEqual(verdictOn('p99(echo)<1s', mixed), [null, false]);
  assert.deepEqual(verdictOn('p95(echo)<1s', mixed), [0.005, true]);
  const [open] = evaluateThresholds(parseThresholds(['p99(echo)<1s'], '--fail-on'), factsOf(mixed));
  assert.match(open?.note ?? '', /it takes 1 message more$/);
});

test('delivery is evaluated over echo and fanout together', () => {
  const latency = { ...runOutcome().latency, echo: counterOf([1_000]), fanout: new BucketCounter() };
  assert.deepEqual(verdictOn('max(delivery)<2ms', runOutcome({ latency })), [1, true]);
});

const BAD: readonly (readonly [string, RegExp])[] = [
  ['', /compares nothing.*p99\(delivery\)<250ms/],
  ['lost', /compares nothing/],
  ['a<b<c', /compares nothing/],
  ['lost=0', /unknown operator "=".*==/],
  ['lost=<0', /unknown operator "=<"/],
  ['losst==0', /did you mean "lost"/],
  ['deliverd>1', /did you mean/],
  ['wibblewobble<1', /unknown metric.*lost/],
  ['p99<250ms', /p99 needs a latency.*echo.*p99\(delivery\)<250ms/],
  ['delivery<250ms', /delivery needs a statistic.*p99\(delivery\)/],
  ['p98(delivery)<1ms', /unknown statistic "p98"; did you mean "p99?/],
  ['p99(deliver)<1ms', /unknown latency "deliver"; did you mean "delivery"/],
  ['p99()<1ms', /unknown latency ""/],
  ['lost(echo)<1', /lost takes no latency/],
  ['p99(delivery)<250', /needs a unit: us, ms or s/],
  ['p99(delivery)<1%', /no unit "%".*us, ms or s/],
  ['p99(delivery)<1m', /no unit "m"/],
  ['p99(delivery)<1constructor', /no unit "constructor"/],
  ['lost<1ms', /lost is a count/],
  ['tps>90%', /no share of anything.*tps>=1000/],
  ['lost<', /no number/],
  ['lost<-1', /no number/],
  ['lost<1e3', /lost is a count|no number/],
  ['constructor<1', /unknown metric/],
  ['lost\u001b[2J<1', /unknown metric "lost\\x1b/],
];

for (const [expression, problem] of BAD) {
  test(`${JSON.stringify(expression)} is refused with a reason`, () => {
    assert.match(checkThreshold(expression) ?? 'accepted', problem);
  });
}

test('every wrong expression is named at once', () => {
  assert.throws(
    () => parseThresholds(['lost==0', 'lst==0', 'p99<1ms'], '--fail-on'),
    (thrown) =>
      thrown instanceof UsageError && thrown.problems.length === 2 && thrown.problems[0]?.where === '--fail-on',
  );
});

test('no text whatsoever makes the parser throw, and what it accepts it evaluates', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.stringMatching(/^(p9+|lost|tps|max)?(\((echo|x)?\))?[<>=!]{0,2}[0-9.]{0,4}(ms|%|s)?$/),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const threshold = parseThreshold(text);
      if (typeof threshold !== 'string') evaluateThresholds([threshold], factsOf(flawedOutcome()));
    }),
    { numRuns: 500 },
  );
});

test('the documentation names every metric, statistic and latency', () => {
  const page = readFileSync('docs/thresholds.md', 'utf8');
  const names = [
    ...THRESHOLD_COUNTS.map(({ name }) => name),
    ...THRESHOLD_STATISTICS,
    ...Object.keys(THRESHOLD_LATENCIES),
  ];
  for (const name of names) assert.ok(page.includes(`\`${name}\``), `docs/thresholds.md lacks ${name}`);
});

test('what was counted fails whatever the generator was like, and what was timed or not measured does not', () => {
  const failed = { actual: 3, passed: false };
  for (const expression of ['lost==0', 'duplicated == 0', 'reordered<1%', 'refused==0', 'connections>0', 'delivered>0'])
    assert.ok(hasFailedForCertain({ expression, ...failed }), expression);
  for (const expression of ['p99(delivery)<1ms', 'tps>=1000', 'unsent==0', 'errors==0', 'no expression'])
    assert.ok(!hasFailedForCertain({ expression, ...failed }), expression);
  assert.ok(!hasFailedForCertain({ expression: 'lost==0', actual: null, passed: false }));
  assert.ok(!hasFailedForCertain({ expression: 'lost==0', actual: 0, passed: true }));
});

test('a grade is a promise as well: by its name, in any case of letters', () => {
  const slow = runOutcome();
  assert.deepEqual(verdictOn('grade>=Silver', slow), [1, false]);
  assert.deepEqual(verdictOn('grade >= bronze', slow), [1, true]);
  assert.deepEqual(verdictOn('grade!=none', slow), [1, true]);
  assert.deepEqual(verdictOn('grade>=Bronze', connectOutcome()), [null, false]);
  assert.match(
    checkThreshold('grade>=2') ?? '',
    /^grade is one of none, Bronze, Silver, Gold, Platinum, and not "2"; an example is grade>=Silver$/,
  );
});

test('latencies are named as tables spell them, too, and counts as flags take them', () => {
  const spelled = ['p95(fan-out)', 'p95(Fan-out)', 'p99.9(service echo)', 'p50( last receiver )'];
  const subjects = spelled.map((name) => {
    const threshold = parseThreshold(`${name}<250ms`);
    return typeof threshold === 'string' ? threshold : threshold.subject;
  });
  assert.deepEqual(subjects, ['p95(fanout)', 'p95(fanout)', 'p999(serviceEcho)', 'p50(lastReceiver)']);
  const limitOf = (text: string): unknown => {
    const threshold = parseThreshold(text);
    return typeof threshold === 'string' ? threshold : threshold.limit;
  };
  assert.deepEqual([limitOf('tps>=10k'), limitOf('delivered>=1.5M')], [10_000, 1_500_000]);
  assert.match(String(limitOf('p99(delivery)<1k')), /needs a unit/);
});
