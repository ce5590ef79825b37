import assert from 'node:assert/strict';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import test from 'node:test';
import type { Comparison } from '#dist/report/comparison/comparison-types.js';
import type { Report } from '#dist/report/report-types.js';
import { inFolder, runCli, SMALL_RUN } from '../helpers/cli/cli.js';
import { runHere } from '../helpers/cli/here.js';
import { madeUpReport } from '../helpers/report/compared.js';

/** Reports of a base, of the same thing again, of a slower server, and of a run that means nothing. */
function written(folder: string): Record<'base' | 'same' | 'slow' | 'invalid', string> {
  const base = madeUpReport({ seed: 1, seconds: 12 });
  const reports = {
    base,
    same: madeUpReport({ seed: 2, seconds: 12 }),
    slow: madeUpReport({ seed: 3, seconds: 12, addedMs: 10 }),
    invalid: { ...base, verdict: { level: 'INVALID', reasons: [{ code: 'slip', message: 'it was late' }] } },
  } as const;
  const file = (name: string): string => join(folder, `${name}.json`);
  for (const [name, report] of Object.entries(reports)) writeFileSync(file(name), JSON.stringify(report));
  return { base: file('base'), same: file('same'), slow: file('slow'), invalid: file('invalid') };
}

test('compare prints a table on stdout and ends with 0, whatever has changed', () =>
  inFolder(async (folder) => {
    const { base, same, slow } = written(folder);
    const { code, stdout, stderr } = await runCli(['compare', base, same, slow]);
    assert.equal(code, 0, stderr);
    assert.equal(stderr, '');
    assert.match(stdout, /^· NOISE: nothing changed by more than two runs of the same thing differ$/m);
    assert.match(stdout, /^✖ WORSE: p50\(delivery\) \+\d+/m);
    assert.match(stdout, /^p50\(delivery\) .* WORSE$/m);
    assert.deepEqual(
      stdout.split('\n').filter((line) => line.length > 80 && !line.includes(folder)),
      [],
    );
  }));

test('compare ends with 99 when a bound on regressions does not hold, and says which', () =>
  inFolder(async (folder) => {
    const { base, same, slow } = written(folder);
    const bounds = ['--fail-on-regression', 'p50(delivery)>10%', '--fail-on-regression', 'lost>0'];
    assert.equal((await runHere(['compare', base, same, ...bounds])).code, 0);
    const failed = await runHere(['compare', base, slow, ...bounds]);
    assert.equal(failed.code, 99);
    assert.match(failed.stdout, /^✖ p50\(delivery\)>10% \(\+/m);
    assert.match(failed.stdout, /^✔ lost>0 \(0\)$/m);
  }));

test('compare ends with 99 when a bound cannot be decided, and says why', () =>
  inFolder(async (folder) => {
    const [base, short] = [join(folder, 'base.json'), join(folder, 'short.json')];
    writeFileSync(base, JSON.stringify(madeUpReport({ seed: 1, seconds: 3 })));
    writeFileSync(short, JSON.stringify(madeUpReport({ seed: 2, seconds: 3, addedMs: 90 })));
    const { code, stdout } = await runHere(['compare', base, short, '--fail-on-regression', 'p99(delivery)>10%']);
    assert.equal(code, 99);
    assert.match(stdout.replaceAll('\n', ' '), /\? p99\(delivery\)>10% \(\+.*; too few samples to tell; run longer\)/);
  }));

test('compare refuses INVALID runs with 2 and the reason, unless it is forced', () =>
  inFolder(async (folder) => {
    const { base, invalid } = written(folder);
    const refused = await runHere(['compare', base, invalid]);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /invalid\.json: is INVALID: .*\(it was late\); --force compares it all the same/);
    const forced = await runHere(['compare', base, invalid, '--force']);
    assert.equal(forced.code, 0);
    assert.match(forced.stdout, /^! The new run is INVALID: it was late$/m);
  }));

test('compare writes Markdown, HTML and JSON, a format alone being for stdout', () =>
  inFolder(async (folder) => {
    const { base, slow } = written(folder);
    const html = join(folder, 'cmp.html');
    const json = join(folder, 'cmp.json');
    const { code, stdout } = await runHere(['compare', base, slow, '--out', 'md', '-o', html, '-o', `json=${json}`]);
    assert.equal(code, 0);
    assert.match(stdout, /^### ❌ /);
    assert.match(readFileSync(html, 'utf8'), /^<!doctype html>/);
    const comparison = JSON.parse(readFileSync(json, 'utf8')) as Comparison;
    assert.equal(comparison.schema, 'newyear-load/comparison@1');
    assert.equal(comparison.candidates[0]?.judgement, 'worse');
    const quiet = await runHere(['compare', base, slow, '--quiet']);
    assert.equal(quiet.stdout + quiet.stderr, '');
    assert.deepEqual(JSON.parse((await runHere(['compare', base, slow, '--json'])).stdout), comparison);
  }));

test('every problem of the command line and of the files is told at once', () =>
  inFolder(async (folder) => {
    const { base } = written(folder);
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, '{}');
    const args = [
      'compare',
      base,
      broken,
      join(folder, 'none.json'),
      '--frce',
      '--out',
      'mdd=x',
      '--fail-on-regression',
      'x',
    ];
    const { code, stdout, stderr } = await runHere(args);
    assert.equal(code, 2);
    assert.equal(stdout, '');
    for (const text of ['--frce: unknown flag; did you mean "--force"?', 'did you mean "md"?', '"x" bounds nothing'])
      assert.ok(stderr.includes(text), text);
    assert.match(stderr, /broken\.json: is no report/);
    assert.match(stderr, /none\.json: there is no such file/);
    assert.match((await runHere(['compare', base])).stderr, /^compare: needs the report of a base and /);
  }));

test('a format that there is not is named, with those that there are or the nearest', () =>
  inFolder(async (folder) => {
    const { base, same } = written(folder);
    const { code, stderr } = await runHere(['compare', base, same, '--out', 'pdf', '--out', 'htm']);
    assert.equal(code, 2);
    assert.match(stderr, /^--out: unknown format "pdf"; there is json, md, html$/m);
    assert.match(stderr, /^--out: unknown format "htm"; did you mean "html"\?$/m);
  }));

test('run --baseline compares in one go, in the summary, in Markdown, in the report and in the exit code', () =>
  inFolder(async (folder) => {
    const base = join(folder, 'base.json');
    const report = join(folder, 'report.json');
    writeFileSync(base, JSON.stringify(madeUpReport({ seed: 1 })));
    const bound = ['--fail-on-regression', 'p50(login)>1s'];
    const outputs = ['--out', `json=${report}`, '--out', 'md=-'];
    const { code, stdout, stderr } = await runHere([...SMALL_RUN, '--baseline', base, ...bound, ...outputs]);
    assert.ok(code === 0 || code === 4 || code === 99, stderr);
    if (code === 4) assert.match(stderr, /(?:NOT|ONLY COUNTS) COMPARED with .*base\.json/);
    else {
      assert.match(stderr, /^! another plan: users 50 → 12$/m);
      assert.match(stdout, /\*\*The runs are not alike\*\*/);
      const read = JSON.parse(readFileSync(report, 'utf8')) as Report;
      assert.equal(read.comparison?.candidates[0]?.regressions[0]?.expression, 'p50(login)>1s');
    }
  }));

test('what is compared with is never overwritten, however its path is written', () =>
  inFolder(async (folder) => {
    const { base, same } = written(folder);
    const before = readFileSync(base, 'utf8');
    const link = join(folder, 'link.json');
    symlinkSync(base, link);
    const run = await runHere([
      'run',
      '--embedded',
      '--baseline',
      base,
      '-o',
      `json=${folder}/../${basename(folder)}/base.json`,
    ]);
    const compared = await runHere(['compare', base, same, '-o', `json=${link}`, '-o', `md=${same}`]);
    for (const { code, stderr } of [run, compared]) {
      assert.equal(code, 2);
      assert.match(stderr, /^--out: .*\.json is what is compared with; choose another file$/m);
    }
    assert.match(compared.stderr, /same\.json is what is compared with/);
    assert.equal(readFileSync(base, 'utf8'), before);
  }));

test('a bound without a base is told before the run', async () => {
  const bound = ['--fail-on-regression', 'tps>5%'];
  const alone = await runHere(['run', '--embedded', ...bound]);
  assert.equal(alone.code, 2);
  assert.match(alone.stderr, /--fail-on-regression: "tps>5%" bounds no regression/);
  assert.match(alone.stderr, /--fail-on-regression: has nothing to compare with; .*--baseline/);
  const forced = await runHere(['run', '--embedded', '--force']);
  assert.match(forced.stderr, /^--force: has nothing to compare with; .*--baseline/m);
});

test('a base that is INVALID fails no later run: what is not compared is told, with what to do', () =>
  inFolder(async (folder) => {
    const { invalid } = written(folder);
    const { code, stderr } = await runHere([...SMALL_RUN, '--baseline', invalid, '--fail-on-regression', 'tps<-5%'], {
      env: { GITHUB_ACTIONS: 'true' },
    });
    assert.ok(code === 0 || code === 4, stderr);
    const told = /NOT COMPARED with .*: it is INVALID, .* Replace .* by the report of a run that is not INVALID/;
    assert.match(stderr.replaceAll(/\n\s*/g, ' '), told);
    assert.match(stderr, /^::warning title=Baseline::NOT COMPARED/m);
  }));
