import assert from 'node:assert/strict';
import test from 'node:test';
import { AlertRules, checkAlert } from '#dist/judgement/alerts.js';
import { findingsOf } from '#dist/judgement/findings/index.js';
import {
  checkThreshold,
  evaluateThresholds,
  hasFailedForCertain,
  parseThresholds,
} from '#dist/judgement/thresholds.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { buildReport } from '#dist/report/build-report.js';
import { actualText } from '#dist/judgement/actual-text.js';
import { reportContext } from '../../helpers/report/outcome.js';
import { spreadOf } from '../../helpers/report/spread.js';
import { serverSample, watchedOutcome } from '../../helpers/report/watched-outcome.js';

const MIB = 2 ** 20;

/** 100 MiB and one more each second; a processor and a half; series `rooms` from 0 up. */
const OUTCOME = watchedOutcome((second) =>
  serverSample(second, { rss: (100 + second) * MIB, cpu: 1.5, values: [second] }),
);

function judged(
  expression: string,
  outcome: RunOutcome = OUTCOME,
): { actual: number | null; passed: boolean; text: string } {
  const facts = { outcome, delivery: spreadOf(10, 1000, 2000), usersAsked: 50 };
  const [result] = evaluateThresholds(parseThresholds([expression], 'here'), facts);
  assert.ok(result !== undefined);
  return { actual: result.actual, passed: result.passed, text: actualText(result) };
}

test('thresholds take what was read of the server', () => {
  const seconds = OUTCOME.timeline.length;
  assert.deepEqual(judged('server.rss<500MiB'), {
    actual: (99 + seconds) * MIB,
    passed: true,
    text: `${99 + seconds} MiB`,
  });
  assert.deepEqual(judged('min( server.rss ) >= 100MiB'), { actual: 100 * MIB, passed: true, text: '100 MiB' });
  assert.equal(judged('max(server.rss)<100MB').passed, false);
  assert.deepEqual(judged('mean(server.cpu)<200%'), { actual: 1.5, passed: true, text: '150 %' });
  assert.deepEqual(judged('server.cpu<1.2').passed, false);
  assert.deepEqual(judged('server.lag<=2.5ms'), { actual: 2.5, passed: true, text: '2.50 ms' });
  assert.deepEqual(judged('server.threads==11'), { actual: 11, passed: true, text: '11' });
  assert.deepEqual(judged('server.rooms<1000').actual, seconds - 1);
});

test('growth is a minute, whatever its limit is in', () => {
  const { actual, passed, text } = judged('growth(server.rss)<1MiB/min');
  assert.ok(actual !== null && Math.abs(actual - 60 * MIB) < 1);
  assert.deepEqual([passed, text], [false, '+60.0 MiB/min']);
  assert.equal(judged('growth(server.rss)<61MiB/min').passed, true);
  assert.equal(judged('growth(server.rss)<3601MiB/h').passed, true);
  assert.equal(judged('growth(server.rss)<3599MiB/h').passed, false);
  assert.deepEqual(judged('growth(server.descriptors)<1/min'), { actual: 0, passed: true, text: '+0/min' });
  assert.ok(Math.abs((judged('growth(server.rooms)<61/min').actual ?? 0) - 60) < 1e-9);
});

test('what nobody read fails', () => {
  for (const expression of ['server.rss<1GiB', 'growth(server.rss)<1MiB/min', 'server.unknown<5']) {
    const outcome = {
      ...OUTCOME,
      server: null,
      timeline: OUTCOME.timeline.map((row) => ({ ...row, serverRssBytes: null })),
    };
    assert.deepEqual(judged(expression, outcome), { actual: null, passed: false, text: 'nothing to judge by' });
  }
});

test('what the server holds is true on a busy machine as well, and how late it is is not', () => {
  const failed = (expression: string): boolean => hasFailedForCertain({ expression, actual: 5, passed: false });
  assert.deepEqual(['server.rss<1B', 'growth(server.rss)<1MiB/min', 'server.lag<1ms', 'server.cpu<1%'].map(failed), [
    true,
    true,
    false,
    false,
  ]);
});

test('wrong expressions on the server are told with the right ones', () => {
  const cases: readonly (readonly [expression: string, told: RegExp])[] = [
    [
      'server.rss<500',
      /"?500"? is no limit of server\.rss, which takes B, KiB, MiB, GiB, kB, MB, GB; an example is server\.rss<500MiB/,
    ],
    ['server.rss<500ms', /"ms" is no limit of server\.rss/],
    ['growth(server.rss)<5MiB', /"MiB" is no limit of growth\(server\.rss\), which takes .*MiB\/min/],
    ['p99(server.rss)<5MiB', /unknown metric "p99\(server\.rss\)"; did you mean "m(in|ax)\(server\.rss\)"/],
    ['growth(delivery)<5ms', /unknown statistic "growth"/],
    ['p99(devilery)<5ms', /unknown latency "devilery"; did you mean "delivery"/],
  ];
  for (const [expression, told] of cases) assert.match(checkThreshold(expression) ?? '', told, expression);
});

test('alerts take what was read last', () => {
  const facts = {
    memoryShare: 0,
    errors: 0,
    operations: 0,
    backlog: 0,
    missing: 0,
    connections: 0,
    echo: spreadOf(0, 0, 0),
    fanout: spreadOf(0, 0, 0),
    server: (name: string) => ({ rss: 300 * MIB, cpu: 0.95, rooms: 7 })[name] ?? null,
  };
  const rules = new AlertRules(['server.rss>200MiB', 'server.cpu>90%', 'server.rooms>=8', 'server.lag>1ms']);
  assert.deepEqual(
    rules.check(facts, 3).map(({ message }) => message),
    ['memory of the server: 300 MiB (server.rss>200MiB)', 'processor of the server: 95 % (server.cpu>90%)'],
  );
  assert.match(checkAlert('growth(server.rss)>1MiB/min') ?? '', /unknown/);
});

test('a leak, times that rise with it, and a full processor are findings', () => {
  const worse = watchedOutcome((second) => serverSample(second, { rss: (100 + 5 * second) * MIB, cpu: 0.99 }));
  const timeline = worse.timeline.map((row) => ({ ...row, deliveryP50Ms: 1 + row.second * 0.5 }));
  const { findings } = buildReport({ ...worse, timeline }, reportContext());
  const told = findings.join('\n');
  assert.match(
    told,
    /The server's memory grows without an end in sight: \+300 MiB\/min \(with 95 % confidence between 300 MiB and 300 MiB\), from 100 MiB to 2\d\d MiB\./,
  );
  assert.match(
    told,
    /p50 rises with the server's memory: from .* ms at 1\d\d MiB in the first quarter to .* \(rank correlation 1\.00 over \d+ seconds\)/,
  );
  assert.match(told, /The server had a whole processor in use in \d+ of \d+ seconds/);
  const quiet = watchedOutcome();
  assert.deepEqual(findingsOf(quiet, buildReport(quiet, reportContext()).verdict), []);
});
