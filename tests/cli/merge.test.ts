import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { buildReport } from '#dist/report/build-report.js';
import type { Report } from '#dist/report/report-types.js';
import { inFolder } from '../helpers/cli/cli.js';
import { runHere } from '../helpers/cli/here.js';
import { reportContext, runOutcome } from '../helpers/report/outcome.js';

/** Calls `use` with the files of two runs, in a folder of their own. */
function withReports(use: (one: string, other: string, folder: string) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    const [one = '', other = ''] = ['aaaaaa', 'bbbbbb'].map((runId) => {
      const file = join(folder, `${runId}.json`);
      writeFileSync(file, JSON.stringify(buildReport(runOutcome(), reportContext({ runId }))));
      return file;
    });
    await use(one, other, folder);
  });
}

test('two reports become one, in every format', () =>
  withReports(async (one, other, folder) => {
    const file = join(folder, 'both.json');
    const { code, stdout, stderr } = await runHere(['merge', one, other, '--out', `json=${file}`, '--out', 'csv=-']);
    assert.equal(code, 0, stderr);
    const both = JSON.parse(readFileSync(file, 'utf8')) as Report;
    assert.equal(both.messages.sent, 60_000);
    assert.match(stdout, /^second,.*\n0,2000,2000,10000,/);
    assert.match(stderr, /✔ HELD: all 300,000 deliveries arrived/);
    const again = await runHere(['report', file, '--json', '--quiet', '--fail-on', 'tps>=2001']);
    assert.equal(again.code, 99);
    assert.equal((JSON.parse(again.stdout) as Report).run.id, 'aaaaaa+bbbbbb');
  }));

test('problems of all files are told at once', () =>
  withReports(async (one, _, folder) => {
    const wrong = join(folder, 'wrong.json');
    writeFileSync(wrong, '{}');
    const { code, stderr } = await runHere(['merge', one, wrong, join(folder, 'none.json')]);
    assert.equal(code, 2);
    assert.match(stderr, /wrong\.json: is no report of newyear-load/);
    assert.match(stderr, /none\.json: there is no such file/);
  }));

test('one file is too few, and the same file twice is one', () =>
  withReports(async (one) => {
    const alone = await runHere(['merge', one]);
    assert.equal(alone.code, 2);
    assert.match(alone.stderr, /takes at least two reports/);
    const twice = await runHere(['merge', one, one]);
    assert.equal(twice.code, 2);
    assert.match(twice.stderr, /is named twice, and would count twice/);
  }));
