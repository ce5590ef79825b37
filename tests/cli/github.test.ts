import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { type CliResult, inFolder } from '../helpers/cli/cli.js';
import { runHere } from '../helpers/cli/here.js';
import { madeUpReport } from '../helpers/report/compared.js';
import { markdownFlaws } from '../helpers/report/markdown.js';

const SMALL = ['connect', '--embedded', '--users', '4', '--duration', '100ms', '--no-progress'];

/** Runs as a step of GitHub Actions does. */
function asStep(args: readonly string[], summary: string): Promise<CliResult> {
  return runHere(args, { env: { CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary } });
}

/** What the machine is busy with beside a run may make it INVALID, which is exit code 4. */
function assertRan(expected: number, code: number | null, stderr: string): void {
  assert.ok(code === expected || code === 4, `exit code ${code}\n${stderr}`);
}

test('a step of GitHub Actions gets its summary and an annotation a failed threshold', () =>
  inFolder(async (folder) => {
    const summary = join(folder, 'summary.md');
    writeFileSync(summary, 'from before\n');
    const { code, stdout, stderr } = await asStep([...SMALL, '--fail-on', 'users>=5'], summary);
    assertRan(99, code, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, /^::error title=Threshold failed::users>=5 did not hold; measured: 4$/m);
    const text = readFileSync(summary, 'utf8');
    assert.match(text, /^from before\n### ❌ (?:FAILED: 1 of 1 thresholds did not hold|INVALID: .*)\n/);
    assert.deepEqual(markdownFlaws(text), []);
  }));

test('a summary that cannot be written is a warning, and the exit code that of the run', () =>
  inFolder(async (folder) => {
    mkdirSync(join(folder, 'taken'));
    const { code, stderr } = await asStep([...SMALL, '--quiet'], join(folder, 'taken'));
    assertRan(0, code, stderr);
    assert.match(stderr, /^! the step summary could not be written: /m);
    assert.match(stderr, /^::warning title=No step summary::/m);
    const full = join(folder, 'full.md');
    writeFileSync(full, ' '.repeat(1024 * 1024));
    assert.match((await asStep([...SMALL, '--quiet'], full)).stderr, /may have 1048576/);
  }));

test('what could not start is in the summary and an annotation, with what to do', () =>
  inFolder(async (folder) => {
    const summary = join(folder, 'summary.md');
    const { code, stderr } = await asStep(['run', '--target', 'http://127.0.0.1:1'], summary);
    assert.equal(code, 3);
    assert.match(
      stderr,
      /^::error title=The load run could not start::Nothing answers at http:\/\/127\.0\.0\.1:1.*%0AIs/m,
    );
    assert.match(readFileSync(summary, 'utf8'), /^### ❌ The load run could not start\n\n- <code>Nothing answers at /);
  }));

test('a comparison is told there, too', () =>
  inFolder(async (folder) => {
    const [base, worse, summary] = ['base.json', 'worse.json', 'summary.md'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(base, JSON.stringify(madeUpReport({ seed: 1 })));
    writeFileSync(worse, JSON.stringify(madeUpReport({ seed: 2, addedMs: 10 })));
    const bound = ['--fail-on-regression', 'p50(delivery)>10%', '--quiet'];
    const { code, stderr } = await asStep(['compare', base, worse, ...bound], summary);
    assert.equal(code, 99, stderr);
    assert.match(stderr, /^::error title=Regression::p50\(delivery\)>10%25: \+/);
    assert.match(readFileSync(summary, 'utf8'), /^### ❌ WORSE: /);
  }));

test('elsewhere there are neither annotations nor summaries', async () => {
  const { stderr } = await runHere(['run', '--users', 'x'], { env: { CI: 'true' } });
  assert.doesNotMatch(stderr, /::error/);
});
