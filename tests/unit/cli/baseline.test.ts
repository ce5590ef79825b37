import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { inEnglish } from '#dist/core/language/words.js';
import {
  type Baseline,
  besideBaseline,
  readBaseline,
  regressedForCertain,
  regressionsHeld,
  whatIsNotCompared,
} from '#dist/cli/run/baseline.js';
import { headlineOf } from '#dist/report/headline.js';
import { markdownReporter } from '#dist/report/reporters/markdown.js';
import type { Report } from '#dist/report/report-types.js';
import { inFolder } from '../../helpers/cli/cli.js';
import { madeUpReport } from '../../helpers/report/compared.js';
import { verdictOf } from '../../helpers/report/verdict.js';

const slow = madeUpReport({ seed: 2, seconds: 12, addedMs: 10 });
const invalid: Report = { ...slow, verdict: verdictOf('INVALID') };

/** Reads a base as the flags name it. */
async function baselineIn(folder: string, ...expressions: readonly string[]): Promise<Baseline> {
  const file = join(folder, 'base.json');
  writeFileSync(file, JSON.stringify(madeUpReport({ seed: 1, seconds: 12 })));
  const { baseline, problems } = await readBaseline({ baseline: file, failOnRegression: expressions });
  assert.deepEqual(problems, []);
  assert.ok(baseline !== undefined);
  return baseline;
}

function notCompared(report: Report, baseline: Baseline): string {
  const told = whatIsNotCompared(report, baseline);
  return told === undefined ? '' : inEnglish(told);
}

test('a run beside its base has what changed in its report, and in the Markdown of it', () =>
  inFolder(async (folder) => {
    const report = await besideBaseline(slow, await baselineIn(folder, 'p50(delivery)>10%'));
    assert.equal(report.comparison?.candidates[0]?.judgement, 'worse');
    assert.equal(regressionsHeld(report), false);
    assert.match(markdownReporter.render(report), /<code>p50\(delivery\)<\/code> .* WORSE/);
  }));

test('a run whose bounds hold is held to have none worse', () =>
  inFolder(async (folder) => {
    const report = await besideBaseline(slow, await baselineIn(folder, 'p50(delivery)>1s', 'lost>0'));
    assert.equal(regressionsHeld(report), true);
  }));

test('a run of which too little is known to judge it does not hold, and is not called worse', () =>
  inFolder(async (folder) => {
    const short = madeUpReport({ seed: 3, seconds: 3 });
    const report = await besideBaseline(short, await baselineIn(folder, 'p999(delivery)>10%', 'lost>0'));
    assert.equal(regressionsHeld(report), false);
    assert.match(
      headlineOf(report).text,
      /^NOT JUDGED beside the base: 1 of 2 bounds on regressions cannot be decided$/,
    );
  }));

test('a run that is INVALID is not compared, which is said', () =>
  inFolder(async (folder) => {
    const baseline = await baselineIn(folder, 'p50(delivery)>10%');
    const report = await besideBaseline(invalid, baseline);
    assert.equal(report, invalid);
    assert.equal(regressionsHeld(report), true);
    assert.match(notCompared(report, baseline), /^NOT COMPARED with .*base\.json: this run is INVALID/);
  }));

test('of a run whose times alone are INVALID the counts are compared, and their bounds hold or fail for certain', () =>
  inFolder(async (folder) => {
    const baseline = await baselineIn(folder, 'lost>0', 'p50(delivery)>10%');
    const late: Report = { ...slow, verdict: { ...verdictOf('INVALID'), counts: { level: 'VALID' } } };
    const lossy: Report = { ...late, deliveries: { ...late.deliveries, lost: 3 } };
    for (const [run, isWorse] of [
      [late, false],
      [lossy, true],
    ] as const) {
      const report = await besideBaseline(run, baseline);
      const [lost, p50] = report.comparison?.candidates[0]?.regressions ?? [];
      assert.deepEqual([lost?.passed, lost?.reason], [!isWorse, null]);
      // Ten milliseconds more, of which nobody knows whose they are.
      assert.deepEqual([p50?.passed, p50?.reason], [false, 'the times of the new run are INVALID']);
      assert.equal(report.comparison?.candidates[0]?.judgement, isWorse ? 'worse' : 'noise');
      assert.equal(await regressedForCertain(report), isWorse);
    }
    const told = notCompared(await besideBaseline(late, baseline), baseline);
    assert.match(told, /^ONLY COUNTS COMPARED with .*base\.json: this machine was the limit/);
  }));

test('a base that is INVALID in its times lets later runs be judged by counts, and by times where that is forced', () =>
  inFolder(async (folder) => {
    const baseline = await baselineIn(folder, 'lost>0', 'p50(delivery)>10%');
    const { source } = baseline;
    const verdict = { ...verdictOf('INVALID'), counts: { level: 'VALID' } } as const;
    const late: Baseline = { ...baseline, source: { ...source, report: { ...source.report, verdict } } };
    const report = await besideBaseline(slow, late);
    assert.equal(regressionsHeld(report), true);
    assert.match(headlineOf(report).text, /^HELD: /);
    assert.match(notCompared(report, late), /bounds on times are not judged\. Replace .* or .* --force$/);
    const lossy = await besideBaseline({ ...slow, deliveries: { ...slow.deliveries, lost: 3 } }, late);
    assert.equal(await regressedForCertain(lossy), true);
    const forced = { ...late, isForced: true };
    assert.equal(regressionsHeld(await besideBaseline(slow, forced)), false);
    assert.equal(whatIsNotCompared(await besideBaseline(slow, forced), forced), undefined);
  }));

test('without a base nothing is compared', async () => {
  assert.equal(await besideBaseline(slow, undefined), slow);
  assert.deepEqual(await readBaseline({}), { baseline: undefined, problems: [] });
});
