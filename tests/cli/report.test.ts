import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { buildReport } from '#dist/report/build-report.js';
import type { Report } from '#dist/report/report-types.js';
import { type CliResult, inFolder, runCli, startCli } from '../helpers/cli/cli.js';
import { runHere, startHere } from '../helpers/cli/here.js';
import { reportContext, runOutcome } from '../helpers/report/outcome.js';
import { EVENTS, recordOf } from '../helpers/report/record.js';

const report = buildReport(runOutcome(), reportContext({ thresholds: ['p99(delivery)<1ms'] }));
const RUN = ['run', '--embedded', '--users', '12', '--rooms', '3', '--rate', '60', '--no-canary'];

/** Calls `use` with the file of a finished report, in a folder of its own. */
function withReport(use: (file: string, folder: string) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    const file = join(folder, 'run.json');
    writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
    await use(file, folder);
  });
}

function typesIn(file: string): string[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  return lines.map((line) => (JSON.parse(line) as { type: string; phase?: string }).type);
}

test('a report is shown again, in every format, and its JSON is the same to the last byte', () =>
  withReport(async (file, folder) => {
    const out = ['csv', 'hlog', 'html', 'md'].flatMap((format) => [
      '--out',
      `${format}=${join(folder, `run.${format}`)}`,
    ]);
    const { code, stdout, stderr } = await runCli(['report', file, '--json', ...out]);
    assert.equal(code, 0, stderr);
    assert.equal(stdout, readFileSync(file, 'utf8'));
    assert.match(stderr, /FAILED: 1 of 1 thresholds/);
    assert.match(stderr, /written +.*run\.csv/);
    assert.match(readFileSync(join(folder, 'run.hlog'), 'utf8'), /^Tag=echo,29\.000,/m);
  }));

test('thresholds can be asked of a report afterwards, and only those decide the exit code', () =>
  withReport(async (file) => {
    const held = await runHere(['report', file, '--quiet', '--fail-on', 'lost==0']);
    assert.equal(held.code, 0, held.stderr);
    assert.equal(held.stderr, '');
    const failed = await runHere(['report', '--from', file, '--json', '--fail-on', 'p50(echo)<1ms']);
    assert.equal(failed.code, 99);
    assert.deepEqual((JSON.parse(failed.stdout) as Report).thresholds, [
      ...report.thresholds,
      { expression: 'p50(echo)<1ms', actual: report.latencyMs.echo.p50, passed: false },
    ]);
  }));

test('every problem of a call is told at once', async () => {
  const { code, stderr } = await runHere([
    'report',
    'a',
    'b',
    '--fail-on',
    'lots==0',
    '--out',
    'ndjson=x.ndjson',
    '--foo',
  ]);
  assert.equal(code, 2);
  const wheres = stderr
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/: .*/, ''));
  assert.deepEqual(wheres.toSorted(), ['--fail-on', '--foo', '--out', 'report']);
  assert.match(stderr, /takes one file, and these are 2/);
  assert.match(stderr, /"ndjson=x\.ndjson"|ndjson=x\.ndjson is written while a run goes on/);
  const missing = await runHere(['report', 'no-such-file.json']);
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /no-such-file\.json: there is no such file/);
});

test('a run that is killed outright leaves a record, and a report is rebuilt of it that misses a second at the most', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'run.ndjson');
    const run = startCli([...RUN, '--duration', '1m', '--out', `ndjson=${file}`]);
    for (
      let waitedMs = 0;
      typesIn(file).filter((type) => type === 'second').length < 2 && waitedMs < 15_000;
      waitedMs += 50
    )
      await wait(50);
    run.kill('SIGKILL');
    assert.equal((await run.result).signal, 'SIGKILL');
    const { code, stdout, stderr }: CliResult = await runHere(['report', file, '--json']);
    assert.equal(code, 0, stderr);
    const rebuilt = JSON.parse(stdout) as Report;
    assert.equal(rebuilt.run.interruptedBy, 'killed');
    assert.ok(rebuilt.timeline.length >= 2);
    assert.ok(rebuilt.messages.sent >= 100, `${rebuilt.messages.sent} messages`);
    assert.equal(rebuilt.deliveries.lost, 0);
    assert.equal(rebuilt.latencyMs.delivery.count, rebuilt.deliveries.received);
    assert.match(stderr, /✖ KILLED outright/);
  }));

test('a record on stdout streams while the run goes on, and ends with the report', async () => {
  const run = startHere([...RUN, '--duration', '500ms', '--quiet', '--out', 'ndjson=-']);
  await run.shows('"phase-start"');
  const { code, stdout, stderr } = await run.result;
  assert.equal(stderr, '');
  assert.ok(code === 0 || code === 4, String(code));
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; report?: Report });
  assert.equal(lines[0]?.type, 'run');
  assert.equal(lines.at(-1)?.report?.messages.sent, 30);
});

test('a record that cannot be written disturbs nothing, and the command says so with 1', {
  skip: process.platform !== 'linux' && 'no /dev/full',
}, async () => {
  const { code, stdout, stderr } = await runHere([
    ...RUN,
    '--duration',
    '500ms',
    '--json',
    '--out',
    'ndjson=/dev/full',
  ]);
  assert.equal(code, 1);
  assert.equal((JSON.parse(stdout) as Report).messages.sent, 30);
  assert.match(stderr, /The record ends here, the run goes on: \/dev\/full/);
  assert.match(stderr, /Error: could not write \/dev\/full: .*ENOSPC/);
});

test('two outputs to one file are refused, whatever they are', async () => {
  const { code, stderr } = await runHere([
    ...RUN,
    '--json',
    '--out',
    'ndjson=-',
    '--out',
    'ndjson=a',
    '--out',
    'csv=a',
  ]);
  assert.equal(code, 2);
  assert.match(stderr, /stdout can take one output only/);
  assert.match(stderr, /a is the target of another output already/);
});

test('a record that was changed ends with 2, its line and what to do, and nothing is written', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'run.ndjson');
    const { killed } = await recordOf(file, EVENTS);
    writeFileSync(file, killed.replace('"second":1', '"second":1e300'));
    const html = join(folder, 'run.html');
    const { code, stdout, stderr } = await runHere(['report', '--from', file, '--json', '--out', `html=${html}`]);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /run\.ndjson:\d+: is damaged: second must be a whole number of -1 or more and at most \d+,/);
    assert.match(stderr, /What comes before can be used: head -n \d+ /);
    assert.ok(!existsSync(html));
  }));

test('the run id of a report is no part of a path', () =>
  withReport(async (file, folder) => {
    writeFileSync(file, JSON.stringify({ ...report, run: { ...report.run, id: '/../../keep' } }));
    writeFileSync(join(folder, 'keep.tmp'), 'kept');
    const out = join(folder, 'out');
    mkdirSync(out);
    const { code, stderr } = await runHere(['report', file, '--quiet', '--out', `md=${join(out, 'run.md')}`]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(readdirSync(out), ['run.md']);
    assert.equal(readFileSync(join(folder, 'keep.tmp'), 'utf8'), 'kept');
  }));
