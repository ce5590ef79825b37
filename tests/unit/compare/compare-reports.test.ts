import assert from 'node:assert/strict';
import test from 'node:test';
import { isUndecided } from '#dist/report/comparison/certainty.js';
import { compareReports, refusalsOf } from '#dist/compare/compare-reports.js';
import type { Candidate, Change } from '#dist/report/comparison/comparison-types.js';
import { parseRegression, type Regression } from '#dist/compare/regressions.js';
import type { VerdictReason } from '#dist/judgement/verdict.js';
import type { Report } from '#dist/report/report-types.js';
import { buildReport } from '#dist/report/build-report.js';
import { ENGLISH, inEnglish } from '#dist/core/language/words.js';
import { answerOf, judgementText } from '#dist/report/comparison/comparison-texts.js';
import { madeUpReport } from '../../helpers/report/compared.js';
import { connectOutcome, reportContext, runOutcome } from '../../helpers/report/outcome.js';
import { verdictOf } from '../../helpers/report/verdict.js';

function answer(candidate: Parameters<typeof answerOf>[0]): string {
  return inEnglish(answerOf(candidate));
}

const TOOL = { name: 'newyear-load', version: '0.1.0' };
const base = madeUpReport({ seed: 1 });

function beside(current: Report, before: Report = base, ...expressions: readonly string[]): Candidate {
  const regressions = expressions.map(parseRegression).filter((one): one is Regression => typeof one !== 'string');
  assert.equal(regressions.length, expressions.length);
  const candidates = [{ report: current, file: 'new.json' }];
  const comparison = compareReports({
    base: { report: before, file: 'base.json' },
    candidates,
    regressions,
    tool: TOOL,
  });
  const [candidate] = comparison.candidates;
  assert.ok(candidate !== undefined);
  return candidate;
}

function changeOf({ changes }: Candidate, name: string): Change {
  const change = changes.find(({ metric }) => metric === name);
  assert.ok(change !== undefined, name);
  return change;
}

function withLosses(report: Report, perSecond: readonly number[]): Report {
  const lost = perSecond.reduce((sum, count) => sum + count, 0);
  const timeline = report.timeline.map((row, second) => ({ ...row, lost: perSecond[second] ?? 0 }));
  const { received } = report.deliveries;
  return { ...report, timeline, deliveries: { ...report.deliveries, lost, received: received - lost } };
}

test('a run beside itself is noise in every number', () => {
  const candidate = beside(base);
  assert.equal(candidate.judgement, 'noise');
  assert.deepEqual(candidate.differences, []);
  for (const { metric, change, judgement } of candidate.changes)
    assert.deepEqual([metric, change, judgement], [metric, 0, 'noise']);
});

test('runs of the same thing are noise, and one with 10 ms more is worse, in both directions', () => {
  for (let seed = 2; seed < 8; seed++) {
    assert.equal(
      beside(madeUpReport({ seed, commonMs: 1 }), madeUpReport({ seed: 100 + seed, commonMs: 1 })).judgement,
      'noise',
    );
    const slower = madeUpReport({ seed, addedMs: 10, commonMs: 1 });
    const candidate = beside(slower);
    assert.equal(candidate.judgement, 'worse');
    const { low, high, change, relative } = changeOf(candidate, 'p50(delivery)');
    assert.ok(low !== null && high !== null && change !== null && relative !== null);
    assert.ok(low > 7 && high < 13, `${low} … ${high}`);
    assert.ok(relative > 3);
    assert.equal(beside(base, slower).judgement, 'better');
  }
});

test('a change below the grid of the schedule is noise, and one of a service time is not', () => {
  const candidate = beside(
    madeUpReport({ seed: 3, addedMs: 1.7, commonMs: 0.1 }),
    madeUpReport({ seed: 4, commonMs: 0.1 }),
  );
  assert.equal(changeOf(candidate, 'p50(echo)').judgement, 'noise');
  assert.equal(changeOf(candidate, 'p50(echo)').floor, 2);
  assert.equal(changeOf(candidate, 'p50(serviceEcho)').judgement, 'worse');
});

test('the first message that is lost is worse, however few, and none any more is better', () => {
  const lossy = withLosses(base, [0, 0, 1]);
  assert.equal(beside(lossy).judgement, 'worse');
  assert.equal(changeOf(beside(lossy), 'lost').judgement, 'worse');
  assert.equal(beside(base, lossy).judgement, 'better');
});

test('of losses that there were before, a few more are noise and many more are worse', () => {
  const seconds = Array.from({ length: 30 }, (_, second) => 20 + (second % 5));
  const before = withLosses(base, seconds);
  assert.equal(changeOf(beside(withLosses(base, seconds.toReversed()), before), 'lost').judgement, 'noise');
  const few = seconds.map((count) => count + 1);
  assert.equal(changeOf(beside(withLosses(base, few), before), 'lost').judgement, 'noise');
  const many = seconds.map((count) => count * 3);
  assert.equal(changeOf(beside(withLosses(base, many), before), 'lost').judgement, 'worse');
});

test('less throughput at the same rate is worse, and at another rate it is not judged', () => {
  const slow = { ...base, tps: { ...base.tps, completed: 200, sent: 200, delivered: 1000 } };
  assert.equal(changeOf(beside(slow), 'tps').judgement, 'worse');
  const other = { ...slow, plan: { ...slow.plan, rate: 200 } };
  const { judgement, reason } = changeOf(beside(other), 'tps');
  assert.deepEqual([judgement, reason], [null, 'another rate was offered']);
});

test('rooms that were dealt differently make other copies, which is said', () => {
  const dealt = { ...base, plan: { ...base.plan, deliveriesPerSecond: 4000 } };
  const candidate = beside(dealt);
  assert.equal(changeOf(candidate, 'delivered').judgement, null);
  assert.deepEqual(candidate.differences, [
    { kind: 'plan', field: 'deliveriesPerSecond', base: '5000', current: '4000' },
  ]);
});

test('what differs in plan, host and tool is named', () => {
  const theme = { name: 'new-year', greetings: ['A'] };
  const before = { ...base, plan: { ...base.plan, theme, limits: { httpConcurrency: 4 } } };
  const current: Report = {
    ...base,
    tool: { ...base.tool, version: '0.2.0' },
    host: { ...base.host, cpus: 8, memoryBytes: base.host.memoryBytes + 1 },
    plan: { ...base.plan, users: 99, theme: { ...theme, greetings: ['B'] }, window: 3 },
  };
  assert.deepEqual(
    beside(current, before).differences.map(({ kind, field, base: from, current: to }) => [kind, field, from, to]),
    [
      ['plan', 'users', '50', '99'],
      ['plan', 'theme', 'new-year', 'new-year, with other contents'],
      ['host', 'cpus', '2', '8'],
      ['tool', 'version', '0.1.0', '0.2.0'],
    ],
  );
});

test('numbers of a plan are rounded for people, but never so far that they look the same', () => {
  const told = (before: number, after: number): string[] => {
    const of = (rate: number): Report => ({ ...base, plan: { ...base.plan, rate } });
    const found = beside(of(after), of(before)).differences.find(({ field }) => field === 'rate');
    return [found?.base ?? '', found?.current ?? ''];
  };
  assert.deepEqual(told(4900 / 3, 1000), ['1633.3', '1000']);
  assert.deepEqual(told(1 / 3, 2 / 3), ['0.33', '0.67']);
  assert.deepEqual(told(10.01, 10.02), ['10.01', '10.02']);
});

test('INVALID runs are refused, and SUSPECT ones make a warning', () => {
  const reasons: VerdictReason[] = [{ code: 'slip', part: 'times', message: 'the generator was late' }];
  const invalid: Report = { ...base, verdict: verdictOf('INVALID', reasons) };
  const [refusal] = refusalsOf(
    [
      { report: base, file: 'a.json' },
      { report: invalid, file: 'b.json' },
    ],
    'use --force',
  );
  assert.equal(refusal?.where, 'b.json');
  assert.match(refusal?.message ?? '', /^is INVALID: .*\(the generator was late\); use --force$/);
  const suspect: Report = { ...base, verdict: verdictOf('SUSPECT', reasons) };
  assert.deepEqual(beside(suspect).warnings, ['The new run is SUSPECT: the generator was late']);
});

test('a run that is INVALID in its times alone is refused unless all bounds are on counts', () => {
  const late: Report = { ...base, verdict: { ...verdictOf('INVALID'), counts: { level: 'VALID' } } };
  const refused = (...expressions: string[]): number =>
    refusalsOf(
      [{ report: late, file: 'b.json' }],
      'use --force',
      expressions.map((text) => {
        const bound = parseRegression(text);
        return typeof bound === 'string' ? assert.fail(bound) : bound;
      }),
    ).length;
  assert.deepEqual([refused(), refused('lost>0', 'tps<-5%'), refused('lost>0', 'errors>10%')], [1, 1, 0]);
});

test('a base that is INVALID in its times lets bounds on them pass unjudged, unless it is forced', () => {
  const late: Report = { ...base, verdict: { ...verdictOf('INVALID'), counts: { level: 'VALID' } } };
  const lossy = withLosses(madeUpReport({ seed: 3, addedMs: 10 }), [0, 0, 1]);
  const candidate = beside(lossy, late, 'p50(delivery)>10%', 'lost>0');
  assert.deepEqual(
    candidate.regressions.map(({ passed, actual, reason }) => [passed, actual, reason]),
    [
      [true, null, 'not judged: the times of the base are INVALID'],
      [false, 1, null],
    ],
  );
  assert.match(answer(candidate), /^WORSE: lost \+1; 1 of 2 bounds on regressions did not hold, 1 not judged$/);
  const alike = beside(madeUpReport({ seed: 3, addedMs: 10 }), late, 'p50(delivery)>10%');
  assert.match(answer(alike), /^NOISE: nothing that was counted changed .*; 1 of 1 bounds on regressions not judged$/);
});

test('a large change that too few samples tell from noise is called undecided, never noise', () => {
  const candidate = beside(madeUpReport({ seed: 3, seconds: 3, addedMs: 90 }), madeUpReport({ seed: 4, seconds: 3 }));
  const doubtful = candidate.changes.filter(
    (change) => change.judgement === 'noise' && judgementText(change, ENGLISH) === '?',
  );
  assert.ok(doubtful.some(({ metric, relative }) => metric === 'p50(delivery)' && (relative ?? 0) > 1));
  const bounded = (size: number): Change[] =>
    candidate.changes.map((change) => ({ ...change, change: size, low: null, high: size + 9, reason: null }));
  assert.match(
    answer({ ...candidate, changes: bounded(90) }),
    /^UNDECIDED: lost \+90, .* more, of which too few samples tell whether it is noise; run longer$/,
  );
  assert.match(answer({ ...candidate, changes: bounded(0) }), /^NOISE: /);
});

test('what was measured in one run alone is not judged, and what in neither is left out', () => {
  const connect = buildReport(connectOutcome(), reportContext());
  const candidate = beside(connect, buildReport(runOutcome(), reportContext()), 'p99(delivery)>10%');
  assert.equal(changeOf(candidate, 'p99(delivery)').judgement, null);
  assert.deepEqual(
    candidate.regressions.map(({ passed, reason }) => [passed, reason]),
    [[false, 'not measured in the new run, or in too few samples']],
  );
  assert.equal(
    beside(connect, connect).changes.some(({ group }) => group === 'latency'),
    false,
  );
});

test('a bound on a regression fails when the change is beyond it and no noise', () => {
  const slower = madeUpReport({ seed: 9, addedMs: 10 });
  const results = (current: Report): (boolean | string | null)[][] =>
    beside(
      current,
      base,
      'p50(delivery)>10%',
      'p50(delivery)>5ms',
      'p50(delivery)>1s',
      'p95(echo)>0%',
      'lost>0',
      'tps<-5%',
    ).regressions.map(({ passed, reason }) => [passed, reason]);
  const held = [true, null];
  const failed = [false, null];
  assert.deepEqual(results(slower), [failed, failed, held, failed, held, held]);
  const noisy = results(madeUpReport({ seed: 12 }));
  assert.equal(
    noisy.every(([passed]) => passed),
    true,
  );
  assert.deepEqual(results(withLosses(base, [3])).at(4), failed);
});

test('a bound that nothing is known of fails, however small the change, and says what to do', () => {
  const short = (seed: number): Report => madeUpReport({ seed, seconds: 3 });
  const candidate = beside(short(2), short(1), 'p50(delivery)>10%', 'p50(delivery)>1s', 'lost>0');
  const unknown = [false, 'too few samples to tell; run longer'];
  assert.deepEqual(
    candidate.regressions.map(({ passed, reason }) => [passed, reason]),
    [unknown, unknown, [true, null]],
  );
  assert.deepEqual(changeOf(candidate, 'p50(delivery)').low, null);
  assert.equal(candidate.judgement, 'noise');
});

test('a change beyond its bound that may be real and may be noise fails, and one within holds', () => {
  const candidate = beside(
    madeUpReport({ seed: 2, seconds: 3, addedMs: 10 }),
    base,
    'p50(delivery)>10%',
    'p50(delivery)>1s',
  );
  const { low, high } = changeOf(candidate, 'p50(delivery)');
  assert.ok(low !== null && high === null);
  assert.deepEqual(
    candidate.regressions.map(({ passed, reason }) => [passed, reason]),
    [
      [false, 'beyond the bound, and too few samples to tell whether it is noise; run longer'],
      [true, null],
    ],
  );
});

test('what can be no worse than the floor is noise, even where its other end is open', () => {
  const change = { ...changeOf(beside(base), 'p50(delivery)'), low: null, floor: 2 };
  assert.equal(isUndecided({ ...change, high: 1.9 }), false);
  assert.equal(isUndecided({ ...change, high: 2.1 }), true);
  assert.equal(isUndecided({ ...change, low: 0, high: null }), true);
  assert.equal(isUndecided({ ...change, better: 'higher', low: -1, high: null }), false);
  assert.equal(isUndecided({ ...change, low: -5, high: 5 }), false);
});
