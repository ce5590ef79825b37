import assert from 'node:assert/strict';
import test from 'node:test';
import { type CapacitySource, compareCapacities } from '#dist/compare/compare-capacities.js';
import { parseRegression } from '#dist/compare/regressions.js';
import type { Candidate } from '#dist/report/comparison/comparison-types.js';
import { comparisonSchema } from '#dist/report/schema/comparison.js';
import { madeReport, slowAbove } from '../../helpers/capacity/told.js';

const source = (knee: number, file = `${knee}.json`, max = 20_000): CapacitySource => ({
  report: madeReport({ at: slowAbove(knee), max }),
  file,
});

function compared(base: CapacitySource, current: CapacitySource, ...bounds: readonly string[]): Candidate {
  const regressions = bounds.map(parseRegression).filter((bound) => typeof bound !== 'string');
  assert.equal(regressions.length, bounds.length);
  const tool = { name: 'newyear-load', version: '1' };
  const comparison = compareCapacities({ base, candidates: [current], regressions, tool });
  assert.equal(comparisonSchema.safeParse(comparison).error, undefined);
  const [candidate] = comparison.candidates;
  assert.ok(candidate !== undefined);
  return candidate;
}

test('bounds that do not overlap are better or worse, and those that do are noise', () => {
  assert.equal(compared(source(1500), source(1500)).judgement, 'noise');
  assert.equal(compared(source(1500), source(1510)).judgement, 'noise');
  assert.equal(compared(source(1500), source(1900)).judgement, 'better');
  const worse = compared(source(1500), source(1000));
  assert.equal(worse.judgement, 'worse');
  const [change] = worse.changes;
  assert.ok(change !== undefined && change.low !== null && change.high !== null && change.high < 0);
  assert.deepEqual([change.metric, change.unit, change.base], ['capacity', 'perSecond', 1460]);
});

test('a bound on a regression fails for a change that is no noise', () => {
  assert.equal(compared(source(1500), source(1000), 'capacity<-5%').regressions[0]?.passed, false);
  assert.equal(compared(source(1500), source(1000), 'capacity<-50%').regressions[0]?.passed, true);
  assert.equal(compared(source(1500), source(1480), 'capacity<-1%').regressions[0]?.passed, true);
});

test('what is only known to be at least something is better than what is known to be less, and nothing else', () => {
  const atLeast = source(1e9, 'a.json', 3000);
  assert.equal(compared(source(1500), atLeast).judgement, 'better');
  assert.equal(compared(atLeast, source(1500)).judgement, 'worse');
  assert.equal(compared(atLeast, source(8000)).judgement, 'noise');
  assert.match(compared(atLeast, source(1500)).warnings[0] ?? '', /^The base is irregular: holds at least 3,000/);
});

test('what else differs is told, and goals are compared by their expressions', () => {
  const other = { report: madeReport({ at: slowAbove(900), groups: [['lost==0']] }), file: 'b.json' };
  const candidate = compared(source(1500), {
    ...other,
    report: { ...other.report, plan: { ...other.report.plan, width: 0.1 } },
  });
  assert.deepEqual(candidate.differences, [{ kind: 'plan', field: 'width', base: '0.05', current: '0.1' }]);
  assert.equal(candidate.changes[0]?.judgement, null);
  assert.match(candidate.changes[0]?.reason ?? '', /no goal p99/);
});
