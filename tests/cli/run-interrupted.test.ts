import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import test from 'node:test';
import type { Report } from '#dist/report/report-types.js';
import {
  BIN,
  type CliResult,
  childrenOf,
  cleanEnv,
  inFolder,
  isAlive,
  type RunningCli,
  startCli,
} from '../helpers/cli/cli.js';
import { eventually } from '../helpers/eventually.js';

const LONG = ['run', '--embedded', '--users', '12', '--rooms', '3', '--duration', '1m', '--rate', '60', '--json'];

/** Starts a run and waits until it floods; `servers` are the ids of its practice server. */
async function startFlood(...flags: readonly string[]): Promise<{ run: RunningCli; servers: number[] }> {
  const run = startCli([...LONG, ...flags]);
  await run.shows('join ');
  await wait(700);
  return { run, servers: childrenOf(run.pid) };
}

function assertReported({ stdout }: Pick<CliResult, 'stdout'>, interruptedBy: string): Report {
  const report = JSON.parse(stdout) as Report;
  assert.equal(report.run.interrupted, true);
  assert.equal(report.run.interruptedBy, interruptedBy);
  return report;
}

function assertGone(servers: readonly number[]): void {
  if (process.platform === 'linux') assert.equal(servers.length, 1);
  assert.deepEqual(servers.filter(isAlive), []);
}

test('Ctrl-C in the flood stops, reports and leaves no process behind: 130', async () => {
  const { run, servers } = await startFlood();
  run.kill('SIGINT');
  const result = await run.result;
  assert.equal(result.code, 130, result.stderr);
  const report = assertReported(result, 'SIGINT');
  assert.ok(report.messages.sent > 0);
  assert.equal(report.deliveries.lost, 0);
  assert.match(result.stderr, /STOPPED by Ctrl-C, after .*none of [\d,]+ deliveries lost/s);
  assertGone(servers);
});

test('SIGTERM and SIGHUP do the same with 143', async () => {
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    const { run, servers } = await startFlood();
    run.kill(signal);
    const result = await run.result;
    assert.equal(result.code, 143, result.stderr);
    assertReported(result, 'SIGTERM');
    assertGone(servers);
  }
});

test('a second Ctrl-C reports at once, without waiting for what will never come', async () => {
  const server = startCli(['serve', '--port', '0', '--fault', 'drop=1/5']);
  await server.shows('Stop it with');
  const target = server.shown().stdout.trim();
  const run = startCli([...LONG.filter((flag) => flag !== '--embedded'), '--target', target, '--drain', '1m']);
  await run.shows('join ');
  await wait(700);
  run.kill('SIGINT');
  await run.shows('flood ');
  await wait(300);
  run.kill('SIGINT');
  const result = await run.result;
  server.kill('SIGTERM');
  await server.result;
  assert.equal(result.code, 130, result.stderr);
  assert.ok(assertReported(result, 'SIGINT').deliveries.lost > 0);
});

test('a signal before the run begins ends it all the same, with a report', async () => {
  const run = startCli([...LONG, '--users', '2000']);
  await run.shows('Quick Test');
  const servers = childrenOf(run.pid);
  run.kill('SIGINT');
  const result = await run.result;
  assert.equal(result.code, 130, result.stderr);
  assert.equal(assertReported(result, 'SIGINT').messages.sent, 0);
  assert.deepEqual(servers.filter(isAlive), []);
});

test('Ctrl-C while users register leaves a report of what was measured so far', async () => {
  const run = startCli([...LONG, '--users', '4000', '--out', 'csv=/dev/null']);
  await run.shows('Quick Test');
  await wait(900);
  run.kill('SIGINT');
  const result = await run.result;
  assert.equal(result.code, 130, result.stderr);
  const report = assertReported(result, 'SIGINT');
  assert.equal(report.messages.sent, 0);
});

test('a practice server that is killed ends the run with a report, and fails it', {
  skip: process.platform !== 'linux',
}, async () => {
  const { run, servers } = await startFlood();
  for (const pid of servers) process.kill(pid, 'SIGKILL');
  const result = await run.result;
  // INVALID, where the machine was too busy, goes before a failed threshold.
  assert.ok(result.code === 99 || result.code === 4, result.stderr);
  const report = assertReported(result, 'target-lost');
  assert.deepEqual(report.thresholds, [{ expression: 'connections>0', actual: 0, passed: false }]);
  assert.equal(report.connections.lost, 12);
  assert.match(result.stderr, /✖ TARGET LOST/);
});

test('a run that is killed outright takes its practice server with it', {
  skip: process.platform !== 'linux',
}, async () => {
  const { run, servers } = await startFlood();
  run.kill('SIGKILL');
  await run.result;
  for (let waitedMs = 0; servers.some(isAlive) && waitedMs < 5000; waitedMs += 50) await wait(50);
  assertGone(servers);
});

test('a run whose npx was ended ends in good order as well, and says why', () =>
  inFolder(async (folder) => {
    const [log, report] = [join(folder, 'log.txt'), join(folder, 'report.json')];
    const flags = [...LONG.filter((flag) => flag !== '--json'), '--out', `json=${report}`];
    // As npm does it: a shell, which ends without a word.
    const command = `"$0" ${flags.join(' ')} 2> '${log}' & echo $!; wait`;
    const env = cleanEnv({ npm_config_user_agent: 'npm/11.0.0' });
    const shell = spawn('sh', ['-c', command, BIN], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    const [id] = (await once(shell.stdout, 'data')) as [Buffer];
    // The shell says who it started before that has written anything.
    const logged = (): string => (existsSync(log) ? readFileSync(log, 'utf8') : '');
    await eventually(() => logged().includes('join '), logged);
    shell.kill('SIGKILL');
    await eventually(() => !isAlive(Number(String(id))), logged);
    assert.match(logged(), /^The npm or npx that had started this is gone: ending, as on SIGTERM\.$/m);
    assertReported({ stdout: readFileSync(report, 'utf8') }, 'SIGTERM');
  }));
