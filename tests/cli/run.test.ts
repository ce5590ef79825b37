import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import test from 'node:test';
import { buildReport } from '#dist/report/build-report.js';
import { contextOf, outcomeOf } from '#dist/report/outcome-of.js';
import type { Report } from '#dist/report/report-types.js';
import { type CliResult, inFolder, runCli, SMALL_RUN, startCli } from '../helpers/cli/cli.js';
import { runHere } from '../helpers/cli/here.js';
import { contradictionsIn } from '#dist/report/report-sums.js';

function assertRan({ code, stderr }: CliResult): void {
  assert.ok(code === 0 || code === 4, `exit code ${code}\n${stderr}`);
}

test('a run on the practice server delivers everything, and says so in 80 columns', async () => {
  const result = await runHere(SMALL_RUN);
  assertRan(result);
  assert.equal(result.stdout, '');
  assert.match(result.stderr, /^Quick Test: 12 users, 3 rooms, 60 messages\/s, 1s, on the practice server\n/);
  for (const phase of ['register', 'login', 'rooms', 'connect', 'join', 'flood', 'drain', 'disconnect'])
    assert.match(result.stderr, new RegExp(`^${phase} +`, 'm'));
  assert.match(result.stderr, /(HELD: all [\d,]+|INVALID: all [\d,]+) deliveries arrived/);
  assert.match(result.stderr, /^deliveries +([\d,]+) of \1, 0 lost/m);
  assert.deepEqual(
    result.stderr.split('\n').filter((line) => line.length > 80),
    [],
  );
});

test('--json puts the report on stdout and nothing else, and flags without a command are those of run', async () => {
  const result = await runCli([...SMALL_RUN.slice(1), '--json', '--seed', '7']);
  assertRan(result);
  const report = JSON.parse(result.stdout) as Report;
  assert.equal(report.schema, 'newyear-load/report@1');
  assert.equal(report.messages.sent, 60);
  assert.equal(report.deliveries.lost, 0);
  assert.equal(report.run.seed, 7);
  assert.equal(
    report.run.command,
    'newyear-load run --embedded --users 12 --rooms 3 --duration 1s --rate 60 --workers 1 --seed 7',
  );
  assert.notEqual(result.stderr, '');
  assert.deepEqual(contradictionsIn(report), []);
  // Taken apart and built again it is the same report, down to the last second's histogram.
  assert.deepEqual(JSON.parse(JSON.stringify(buildReport(outcomeOf(report), contextOf(report)))), report);
});

test('--quiet says nothing, and reports are written whole', () =>
  inFolder(async (folder) => {
    const json = join(folder, 'report.json');
    const csv = join(folder, 'timeline.csv');
    const result = await runHere([...SMALL_RUN, '-q', '-o', `json=${json}`, '-o', `csv=${csv}`]);
    assertRan(result);
    assert.equal(result.stdout + result.stderr, '');
    assert.deepEqual(readdirSync(folder).toSorted(), ['report.json', 'timeline.csv']);
    assert.equal((JSON.parse(readFileSync(json, 'utf8')) as Report).plan.users, 12);
    assert.match(readFileSync(csv, 'utf8'), /^second,intended,sent,/);
  }));

test('the report of an embedded run runs again', () =>
  inFolder(async (folder) => {
    const json = join(folder, 'report.json');
    assertRan(await runHere([...SMALL_RUN, '-q', '-o', `json=${json}`]));
    const again = await runHere(['run', '--scenario', json, '--json']);
    assertRan(again);
    const report = JSON.parse(again.stdout) as Report;
    assert.equal(report.messages.sent, 60);
    assert.equal(report.plan['embedded'], true);
  }));

test('--no-progress leaves the summary', async () => {
  const { stderr } = await runHere([...SMALL_RUN, '--no-progress']);
  assert.doesNotMatch(stderr, /^register /m);
  assert.match(stderr, /^deliveries /m);
});

test('a connection test that holds what was asked ends with 0, and with 99 when it does not', async () => {
  const args = ['connect', '--embedded', '--users', '6', '--duration', '200ms', '--fail-on', 'connections==100%'];
  const held = await runCli(args);
  assert.equal(held.code, 0, held.stderr);
  assert.match(held.stderr, /✔ CONNECTED: all 6 connections opened/);
  assert.match(held.stderr, /✔ connections==100% \(100 %\)/);
  const failed = await runCli([...args, '--fail-on', 'users>=7']);
  assert.equal(failed.code, 99, failed.stderr);
  assert.match(failed.stderr, /✖ FAILED: 1 of 2 thresholds did not hold/);
  assert.match(failed.stderr, /✖ users>=7 \(6\)/);
});

test('a target where nothing answers is exit code 3, with what to try', async () => {
  const { code, stderr } = await runHere(['run', '--target', 'http://127.0.0.1:1']);
  assert.equal(code, 3);
  assert.match(stderr, /Error: Nothing answers at http:\/\/127\.0\.0\.1:1/);
  assert.match(stderr, /--embedded/);
});

test('a target that is no chat server is exit code 3, and what it sends never reaches the terminal raw', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end('\u001b[31mHello\r\n');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const { code, stderr } = await runHere(['run', '--target', `http://127.0.0.1:${port}`]);
  server.close();
  assert.equal(code, 3, stderr);
  assert.match(stderr, /no Socket\.IO server/);
  assert.ok(!stderr.includes('\u001b'));
});

test('a report that could not be written is found before the run', () =>
  inFolder(async (folder) => {
    const { code, stderr } = await runHere([...SMALL_RUN, '--out', `json=${join(folder, 'no', 'x.json')}`]);
    assert.equal(code, 2);
    assert.match(stderr, /^--out: .*there is no folder/);
  }));

test(
  'a report that cannot be written after all is exit code 1, and the others are written',
  { skip: process.platform !== 'linux' },
  () =>
    inFolder(async (folder) => {
      const csv = join(folder, 'timeline.csv');
      const { code, stderr } = await runHere([...SMALL_RUN, '--out', 'json=/dev/full', '--out', `csv=${csv}`]);
      assert.equal(code, 1);
      assert.match(stderr, /Error: could not write \/dev\/full: .*ENOSPC/);
      assert.ok(existsSync(csv));
    }),
);

test('a closed stdout does not keep a run from its end', async () => {
  const run = startCli([...SMALL_RUN, '--json'], { closeStdout: true });
  assertRan(await run.result);
});
