import assert from 'node:assert/strict';
import test from 'node:test';
import { compareReports } from '#dist/compare/compare-reports.js';
import type { Stage } from '#dist/core/stages.js';
import type { Candidate } from '#dist/report/comparison/comparison-types.js';
import type { Report } from '#dist/report/report-types.js';
import { hlogReporter } from '#dist/report/reporters/hlog.js';
import { eventfulReport } from '../../helpers/report/page-report.js';
import { SPIKE, stagedReport } from '../../helpers/report/staged-report.js';

const base = stagedReport();

function beside(current: Report, before: Report = base): Candidate {
  const { candidates } = compareReports({
    base: { report: before, file: 'base.json' },
    candidates: [{ report: current, file: 'new.json' }],
    regressions: [],
    tool: { name: 'newyear-load', version: '0.1.0' },
  });
  const [candidate] = candidates;
  assert.ok(candidate !== undefined);
  return candidate;
}

function valuesOf({ changes }: Candidate): Record<string, number | null> {
  return Object.fromEntries(changes.map(({ metric, current }) => [metric, current]));
}

test('measured stages of one name stand beside each other, and nothing of them changes beside themselves', () => {
  const candidate = beside(base);
  const ofStages = candidate.changes.filter(({ group }) => group === 'stages');
  assert.deepEqual(
    [...new Set(ofStages.map(({ metric }) => /@(\w+)/.exec(metric)?.[1]))],
    ['before', 'spike', 'after'],
  );
  assert.ok(candidate.changes.every(({ change }) => change === 0 || change === null));
  const values = valuesOf(candidate);
  assert.equal(values['lost@spike'], 12);
  assert.equal(values['recovery@spike'], 2000);
  assert.equal(values['tps@spike'], 2000);
  assert.ok((values['p99(delivery@spike)'] ?? 0) > 50 && (values['p99(delivery@after)'] ?? 99) < 3);
});

test('what was lost in a warm-up is not held against a run', () => {
  assert.equal(valuesOf(beside(base))['lost'], 12);
});

test('other stages are another plan, and those that only one run has are not compared', () => {
  const renamed = SPIKE.map((stage): Stage => (stage.name === 'spike' ? { ...stage, name: 'peak' } : stage));
  const candidate = beside(stagedReport({}, renamed));
  assert.ok(
    candidate.differences.some(({ field, base: told }) => field === 'stages' && told.includes('spike 3s@2000')),
  );
  assert.equal(
    Object.keys(valuesOf(candidate)).some((metric) => /@(?:spike|peak)/.test(metric)),
    false,
  );
  assert.equal(
    beside(eventfulReport(), eventfulReport()).changes.some(({ group }) => group === 'stages'),
    false,
  );
});

test('the seconds of a stage that is not measured are in no log of latencies', () => {
  const seconds = (report: Report): string[] => hlogReporter.render(report).match(/^\d+\.\d+(?=,)/gm) ?? [];
  assert.deepEqual(seconds(base)[0], '5.000');
  assert.deepEqual(seconds(eventfulReport())[0], '0.000');
});
