import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { assertCodeOf, reportThatAddsUp } from '../helpers/run/adds-up.js';
import { inFolder, startCli } from '../helpers/cli/cli.js';
import {
  environmentOf,
  type FaultRow,
  floodBegins,
  isFullMatrix,
  letHappen,
  lowerDescriptors,
  serverOf,
  unless,
  withFewDescriptors,
} from '../helpers/run/fault-matrix.js';
import { idleCallers } from '../helpers/wire/idle-callers.js';

const noPrlimit = unless('prlimit', ['--version'], 'prlimit');
const noMounts = unless('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()], 'mount namespace');
const noNetworks = unless('unshare', ['-rn', 'ip', 'link', 'set', 'lo', 'up'], 'network namespace');

/** Fewer than a run has: of a process that is lowered to it, only what was put aside for reports is left to be opened. */
const TOO_FEW = 30;

const DISKS: readonly FaultRow[] = [
  {
    fault: 'the disk of one report is full',
    flags: (folder) => ['--out', 'csv=/dev/full', '--out', `md=${join(folder, 'report.md')}`],
    code: 1,
    check: ({ result, folder }) => {
      assert.match(result.stderr, /could not write \/dev\/full: ENOSPC/);
      assert.match(readFileSync(join(folder, 'report.md'), 'utf8'), /deliveries/);
    },
  },
  {
    fault: 'the disk of the record is full',
    flags: () => ['--out', 'ndjson=/dev/full'],
    code: 1,
    check: ({ result }) => assert.match(result.stderr, /The record ends here, the run goes on: .*ENOSPC/),
  },
  {
    fault: 'a disk fills up while reports are written to it',
    skip: noMounts,
    wrapper: (folder) => ['unshare', '-rm', 'sh', '-c', 'mount -t tmpfs -o size=8k tmpfs "$0" && exec "$@"', folder],
    flags: (folder) => ['--out', `json=${join(folder, 'report.json')}`],
    code: 1,
    check: ({ result }) => assert.match(result.stderr, /could not write .*report\.json: ENOSPC/),
  },
];

const DESCRIPTORS: readonly FaultRow[] = [
  {
    fault: 'the limit of descriptors is lowered, and connections that break cannot be opened again',
    skip: noPrlimit,
    serverFaults: ['cut=50%@3s'],
    flags: (folder) => [
      '--duration',
      '5s',
      '--out',
      `json=${join(folder, 'report.json')}`,
      '--out',
      `html=${join(folder, 'report.html')}`,
    ],
    strike: ({ run }) => lowerDescriptors(run.pid, TOO_FEW),
    invalidFor: ['generator-errors'],
    check: ({ report, folder }) => {
      assert.ok((report.errors.byKind['generator.EMFILE'] ?? 0) > 0);
      assert.ok(report.generator.peakRssBytes > 0);
      assert.deepEqual(readdirSync(folder).toSorted(), ['report.html', 'report.json']);
    },
  },
  {
    fault: 'the limit of descriptors is lowered, and nothing needs another one',
    skip: noPrlimit,
    strike: ({ run }) => lowerDescriptors(run.pid, TOO_FEW),
    check: ({ report }) => assert.deepEqual(report.errors.byKind, {}),
  },
  {
    fault: 'somebody holds more connections to the metrics than there are descriptors',
    wrapper: () => withFewDescriptors,
    flags: () => ['--prometheus=0', '--dashboard=0', '--duration', '1m'],
    strike: async ({ test, run }) => {
      const { stderr } = run.shown();
      const [, metrics = ''] = /Prometheus: (\S+)/.exec(stderr) ?? [];
      const [, page = ''] = /Dashboard: (\S+)/.exec(stderr) ?? [];
      for (const url of [metrics, page]) await idleCallers(test, Number(new URL(url).port), 300);
      assert.match(await (await fetch(metrics)).text(), /newyear_load_messages_sent_total/);
      assert.match(await (await fetch(page)).text(), /<!doctype html>/);
      // Memory is read once a second.
      await wait(1000);
      run.kill('SIGINT');
    },
    code: 130,
    interruptedBy: 'SIGINT',
    check: ({ report }) => assert.deepEqual(report.errors.byKind, {}),
  },
  {
    fault: 'a library runs out of descriptors where nobody thought of it',
    inside: 'a library runs out of descriptors',
    code: 4,
    invalidFor: ['generator-errors'],
    check: ({ report }) => assert.deepEqual(report.errors.byKind, { 'generator.EMFILE': 1 }),
  },
  {
    fault: 'a worker thread runs out of descriptors',
    isLong: true,
    inside: 'a worker thread runs out of descriptors',
    code: 1,
    interruptedBy: 'worker-crashed',
    invalidFor: ['worker-crashed', 'generator-errors'],
  },
  {
    fault: 'the audit has no descriptor for its requests',
    isLong: true,
    skip: noPrlimit,
    flags: () => ['--audit', '--duration', '8s'],
    strike: ({ run }) => lowerDescriptors(run.pid, TOO_FEW),
    invalidFor: ['generator-errors'],
  },
];

const WORKERS: readonly FaultRow[] = [
  {
    fault: 'a worker thread ends',
    inside: 'a worker thread ends',
    code: 1,
    interruptedBy: 'worker-crashed',
    invalidFor: ['worker-crashed'],
    check: ({ report }) => assert.ok(report.findings.some((finding) => finding.includes('Worker 0 died'))),
  },
  {
    fault: 'a worker thread throws',
    isLong: true,
    inside: 'a worker thread throws',
    code: 1,
    interruptedBy: 'worker-crashed',
    invalidFor: ['worker-crashed'],
  },
];

const OBSERVERS: readonly FaultRow[] = [
  {
    fault: 'the observers’ thread ends',
    isLong: true,
    inside: 'the observers’ thread ends',
    check: ({ report }) => {
      assert.ok(report.findings.some((finding) => finding.includes('The observers’ worker died')));
      assert.equal(report.messages.unsent, 0);
      assert.equal(report.canary, null);
    },
  },
];

const SERVERS: readonly FaultRow[] = [
  {
    fault: 'the server stops to answer',
    server: 'process',
    strike: ({ serverPid }) => {
      process.kill(serverPid, 'SIGSTOP');
    },
    check: ({ report }) => assert.ok(report.deliveries.lost > 0),
  },
  {
    fault: 'the server is killed',
    server: 'process',
    strike: ({ serverPid }) => {
      process.kill(serverPid, 'SIGKILL');
    },
    interruptedBy: 'target-lost',
    check: ({ report }) => {
      assert.equal(report.connections.lost, 12);
      assert.deepEqual(report.thresholds, [{ expression: 'connections>0', actual: 0, passed: false }]);
    },
  },
];

const NETWORKS: readonly FaultRow[] = [
  {
    fault: 'the network is cut',
    skip: noNetworks,
    wrapper: () => ['unshare', '-rn', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'],
    server: 'embedded',
    strike: async ({ run }) => {
      await run.shows('join ');
      await wait(300);
      setLoopback(run.pid, 'down');
    },
    check: ({ report }) => assert.ok(report.deliveries.lost > 0),
  },
  {
    fault: 'the network is cut for a while',
    isLong: true,
    skip: noNetworks,
    wrapper: () => ['unshare', '-rn', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'],
    server: 'embedded',
    flags: () => ['--duration', '8s', '--drain', '20s'],
    strike: async ({ run }) => {
      await run.shows('join ');
      await wait(1000);
      setLoopback(run.pid, 'down');
      await wait(3000);
      setLoopback(run.pid, 'up');
    },
  },
];

/** Switches the loopback device of a process's own network namespace. */
function setLoopback(pid: number, state: 'up' | 'down'): void {
  const nsenter = ['--preserve-credentials', '-U', '-n', '-t', String(pid)];
  spawnSync('nsenter', [...nsenter, 'ip', 'link', 'set', 'lo', state]);
}

async function play(row: FaultRow, test: TestContext, folder: string): Promise<void> {
  const server = await serverOf(row, test);
  const env = row.inside === undefined ? {} : environmentOf(row.inside, folder);
  // What is to take place in the flood does so on a busy machine too.
  const duration = row.strike === undefined && row.inside === undefined ? '1s' : '3s';
  const flags = `--users 12 --rooms 3 --room-size 4 --rate 60 --duration ${duration} --drain 1s --workers 2 --json`;
  const target = server === undefined ? ['--embedded'] : ['--target', server.url];
  const run = startCli(['run', ...flags.split(' '), ...target, ...(row.flags?.(folder) ?? [])], {
    env,
    wrapper: row.wrapper?.(folder) ?? [],
    timeoutMs: 60_000,
  });
  if (server !== undefined) await floodBegins(run, server);
  if (row.inside !== undefined) letHappen(folder);
  await row.strike?.({ test, run, serverPid: server?.pid ?? 0, folder });
  const result = await run.result;
  assert.equal(result.signal, null, `it had to be ended: ${result.stderr}`);
  const report = reportThatAddsUp(result.stdout);
  if (row.code === undefined) assertCodeOf(result, report);
  else assert.equal(result.code, row.code, result.stderr);
  assert.equal(report.run.interruptedBy, row.interruptedBy ?? null);
  const reasons = report.verdict.reasons.map(({ code }) => code);
  for (const reason of row.invalidFor ?? []) assert.ok(reasons.includes(reason), reasons.join());
  if (row.invalidFor !== undefined) assert.equal(report.verdict.level, 'INVALID');
  await row.check?.({ result, report, folder });
}

/** Whatever goes wrong around a run, it ends by itself, with the contract's exit code and a report that adds up. */
describe('A run says what was measured when', { concurrency: 4 }, () => {
  for (const row of [...SERVERS, ...NETWORKS, ...DESCRIPTORS, ...WORKERS, ...OBSERVERS, ...DISKS]) {
    if (row.isLong === true && !isFullMatrix) continue;
    it(row.fault, { skip: row.skip ?? false }, (test) => inFolder((folder) => play(row, test, folder)));
  }
});
