import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import * as fc from 'fast-check';
import { ALERT_LATENCIES, ALERT_METRICS, type AlertFacts } from '#dist/judgement/alert-metrics.js';
import type { Alert } from '#dist/judgement/alerts.js';
import { AlertRules, checkAlert, COOL_DOWN_SECONDS } from '#dist/judgement/alerts.js';
import { BucketCounter } from '#dist/metrics/bucket-counter.js';
import { PERCENTILES } from '#dist/metrics/latency-summary.js';
import { OPTIONS } from '#dist/scenario/options.js';
import { counterOf } from '../../helpers/report/spread.js';

const DEFAULTS = OPTIONS.alert.fallback.split(', ');

const CALM: AlertFacts = {
  memoryShare: 0.5,
  errors: 0,
  operations: 1_000,
  backlog: 20,
  missing: 0,
  connections: 50,
  echo: counterOf([900_000]),
  fanout: new BucketCounter(),
};

/** What one second brings by rules that have never been told. */
function toldOf(facts: Partial<AlertFacts>, rules: readonly string[] = DEFAULTS): Alert[] {
  return new AlertRules(rules).check({ ...CALM, ...facts }, 7);
}

test('a calm second brings no alert', () => {
  assert.deepEqual(toldOf({}), []);
});

test('each default rule is told with what was measured and what it allows', () => {
  assert.deepEqual(toldOf({ memoryShare: 0.842 }), [
    { rule: 'memory>80%', message: 'memory in use: 84.20 % (memory>80%)', second: 7, value: 0.842, limit: 0.8 },
  ]);
  const [slow] = toldOf({ fanout: counterOf(Array<number>(20).fill(1_500_000)) });
  assert.equal(slow?.rule, 'p95(delivery)>1s');
  assert.equal(slow?.limit, 1000);
  assert.match(slow?.message ?? '', /^p95 of delivery: 1\.50 s/);
  assert.deepEqual(
    toldOf({ errors: 51 }).map(({ message }) => message),
    ['errors in a second: 5.10 % (errors>5%)'],
  );
  assert.deepEqual(
    toldOf({ backlog: 10_001 }).map(({ message }) => message),
    ['undelivered backlog: 10,001 (backlog>10000)'],
  );
});

test('what a rule just allows is no alert', () => {
  assert.deepEqual(toldOf({ memoryShare: 0.8, errors: 50, backlog: 10_000 }), []);
});

test('several rules are told of one second', () => {
  assert.equal(toldOf({ memoryShare: 0.9, errors: 900, backlog: 50_000 }).length, 3);
});

test('a rule is told once a minute, and the others do not wait for it', () => {
  const rules = new AlertRules(['backlog>10000', 'memory>80%']);
  const busy = { ...CALM, backlog: 20_000 };
  const seconds = Array.from({ length: 130 }, (_, second) => second);
  const told = seconds.flatMap((second) => rules.check(second === 30 ? { ...busy, memoryShare: 0.95 } : busy, second));
  assert.deepEqual(
    told.map(({ rule, second }) => [rule, second]),
    [
      ['backlog>10000', 0],
      ['memory>80%', 30],
      ['backlog>10000', COOL_DOWN_SECONDS],
      ['backlog>10000', 2 * COOL_DOWN_SECONDS],
    ],
  );
});

test('errors are a share of the operations of their second, and all of them when there was none', () => {
  assert.deepEqual(toldOf({ operations: 0 }), []);
  assert.deepEqual(
    toldOf({ errors: 3, operations: 0 }).map(({ value }) => value),
    [1],
  );
  assert.deepEqual(
    toldOf({ errors: 30, operations: 10 }).map(({ value }) => value),
    [1],
  );
});

test('a second without a copy says nothing of latency', () => {
  assert.deepEqual(toldOf({ echo: new BucketCounter() }, ['p50(delivery)>=0ms']), []);
});

test('counts are compared as they are, in both directions', () => {
  assert.deepEqual(
    toldOf({ errors: 2 }, ['errors>1']).map(({ value }) => value),
    [2],
  );
  assert.deepEqual(
    toldOf({ connections: 9 }, ['connections<10']).map(({ value }) => value),
    [9],
  );
  assert.deepEqual(
    toldOf({ missing: 3 }, ['missing>0']).map(({ value }) => value),
    [3],
  );
});

test('without rules nothing is ever told', () => {
  assert.deepEqual(toldOf({ memoryShare: 1, errors: 1e6 }, []), []);
});

test('every percentile of every latency is understood', () => {
  for (const latency of Object.keys(ALERT_LATENCIES)) {
    for (const name of Object.keys(PERCENTILES)) assert.equal(checkAlert(`${name}(${latency})>1s`), undefined);
  }
});

const BAD: readonly (readonly [string, RegExp])[] = [
  ['', /compares nothing.*p95\(delivery\)>1s/],
  ['memory', /compares nothing/],
  ['memory>80', /memory is a share and takes a %/],
  ['memroy>80%', /unknown metric "memroy"; did you mean "memory"/],
  ['backlog>10%', /backlog is no share of anything; an example is backlog>10000/],
  ['backlog>10ms', /backlog is no latency/],
  ['errors>5s', /errors is no latency.*errors>5%/],
  ['p95>1s', /p95 needs a latency.*p95\(delivery\)>1s/],
  ['delivery>1s', /delivery needs a percentile.*p95\(delivery\)/],
  ['p95(delivery)>1', /needs a unit: us, ms or s/],
  ['p95(deliver)>1s', /did you mean "delivery"/],
  ['p98(delivery)>1s', /unknown statistic "p98"; did you mean/],
  ['mean(delivery)>1s', /unknown statistic "mean"/],
  ['errors(delivery)>1', /errors takes no latency/],
  ['lastReceiver>1', /unknown metric/],
  ['constructor>1', /unknown metric/],
  ['mem\u001b[2Jory>1', /unknown metric "mem\\x1b/],
];

for (const [expression, problem] of BAD) {
  test(`the rule ${JSON.stringify(expression)} is refused with a reason`, () => {
    assert.match(checkAlert(expression) ?? 'accepted', problem);
  });
}

test('a rule of a stage looks at the seconds of that stage alone', () => {
  assert.equal(checkAlert('p95(delivery@midnight)>1s', ['midnight']), undefined);
  assert.match(checkAlert('errors@midnigt>0', ['midnight']) ?? '', /unknown stage "midnigt"; did you mean "midnight"/);
  const rules = new AlertRules(['backlog@midnight>10'], ['evening', 'midnight']);
  const told = (stage: string | undefined, second: number): Alert[] =>
    rules.check({ ...CALM, backlog: 11, stage }, second);
  assert.deepEqual(told('evening', 1), []);
  assert.deepEqual(told(undefined, 2), []);
  assert.deepEqual(
    told('midnight', 3).map(({ rule }) => rule),
    ['backlog@midnight>10'],
  );
});

test('no text whatsoever makes the parser throw, and what it accepts it checks', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.stringMatching(/^(p9+|memory|errors|backlog)?(\((echo|x)?\))?[<>=!]{0,2}[0-9.]{0,4}(ms|%|s)?$/),
  );
  fc.assert(
    fc.property(texts, (text) => {
      new AlertRules([text]).check(CALM, 0);
    }),
    { numRuns: 500 },
  );
});

test('the documentation names every metric and latency, and the rules that hold by default', () => {
  const page = readFileSync('docs/alerts.md', 'utf8');
  const names = [...ALERT_METRICS.map(({ name }) => name), ...Object.keys(ALERT_LATENCIES), ...DEFAULTS];
  for (const name of names) assert.ok(page.includes(`\`${name}\``), `docs/alerts.md lacks ${name}`);
});
