// 100,000 connections from this machine, held for a minute: agents of the product, each with a limit of its own for file descriptors, against
// as many processes of the reference target on one port; they meet at a Redis of their own. Needs a C compiler and redis-server.
//   node bench/hundred-thousand.mjs [--users n] [--agents n] [--seconds n] [--source addresses]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { endsWithin, isOnPath, start } from './lib/processes.mjs';
import { buildReference, freePort, startSinks } from './lib/servers.mjs';
import { dialectOf } from './clients/plan.mjs';

const CLI = fileURLToPath(new URL('../bin/newyear-load.js', import.meta.url));
/** Until all agents wait for their run. */
const AGENTS_WITHIN_MS = 30_000;
/** For connections to be opened, and closed again, beside the time for which they are held. */
const OPENS_A_SECOND_AT_LEAST = 800;
const LONGEST_START_MS = 30_000;
const POLL_MS = 50;
const MIB = 1024 * 1024;

const { values: flags } = parseArgs({
  options: {
    users: { type: 'string', default: '100000' },
    agents: { type: 'string', default: '6' },
    seconds: { type: 'string', default: '60' },
    source: { type: 'string', default: '127.0.0.1-127.0.0.8' },
  },
});
const [users, agents, seconds] = [Number(flags.users), Number(flags.agents), Number(flags.seconds)];

/** What a process has had of memory at its most, bytes; Linux says it. */
function peakRssOf(pid) {
  const kib = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
  return Number(kib) * 1024;
}

/** Memory that is free for whoever wants it, bytes. */
function availableBytes() {
  return Number(/^MemAvailable:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'latin1'))?.[1]) * 1024;
}

async function until(isSo, limitMs, what) {
  for (let waitedMs = 0; !isSo(); waitedMs += POLL_MS) {
    if (waitedMs > limitMs) throw new Error(`${what} took longer than ${limitMs / 1000} s`);
    await sleep(POLL_MS);
  }
}

const sumOf = (values) => values.reduce((sum, value) => sum + value, 0);
const mib = (bytes) => `${(bytes / MIB).toFixed(0)} MiB`;
const count = (number) => Math.round(number).toLocaleString('en');

/** @param {(stop: () => Promise<void>) => void} atEnd takes what is to be stopped */
async function measure(reference, folder, atEnd) {
  const sinks = await startSinks(reference, 'sink', agents);
  atEnd(sinks.stop);
  const port = await freePort();
  const redis = start(
    'server',
    ['redis-server', '--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
    {},
    false,
  );
  atEnd(redis.stop);
  await until(() => redis.said().includes('Ready to accept'), LONGEST_START_MS, 'the start of Redis');
  const queue = `redis://127.0.0.1:${port}`;
  const [dialect, report] = [join(folder, 'bench.yaml'), join(folder, 'report.json')];
  // JSON is YAML, too.
  writeFileSync(dialect, JSON.stringify(dialectOf({ confirmsJoins: false, echo: false })));
  const ours = (...args) => start('client', [process.execPath, CLI, ...args], {}, false);
  const own = Array.from({ length: agents }, (_, index) =>
    ours('agent', '--name', `agent-${index + 1}`, '--queue', queue, '--workers', '1', '--source', flags.source),
  );
  for (const agent of own) atEnd(agent.stop);
  await until(
    () => own.every((agent) => agent.complaints().includes('Waiting')),
    AGENTS_WITHIN_MS,
    'the start of the agents',
  );
  const beforeBytes = availableBytes();
  const startedAt = performance.now();
  const meeting = ['--agents', `${agents}`, '--queue', queue, '--target', sinks.url, '--dialect', dialect];
  const plan = ['--users', `${users}`, '--duration', `${seconds}s`, '--out', `json=${report}`];
  const leader = ours('connect', ...meeting, ...plan, '--no-progress', '--no-color');
  atEnd(leader.stop);
  let [most, leastBytes] = [0, beforeBytes];
  const watch = setInterval(() => {
    most = Math.max(most, sinks.connections());
    leastBytes = Math.min(leastBytes, availableBytes());
  }, 250);
  const limitMs = LONGEST_START_MS + seconds * 1000 + (2 * users * 1000) / OPENS_A_SECOND_AT_LEAST;
  const hasEnded = await endsWithin(leader, limitMs);
  clearInterval(watch);
  if (!hasEnded) throw new Error(`it took longer than ${(limitMs / 1000).toFixed(0)} s\n${leader.complaints()}`);
  const tookMs = performance.now() - startedAt;
  const { connections, phases, verdict, errors } = JSON.parse(readFileSync(report, 'utf8'));
  const connect = phases.find(({ name }) => name === 'connect');
  const peaks = own.map(({ pid }) => peakRssOf(pid));
  console.log(leader.complaints());
  console.log();
  console.log(
    `connections      ${count(connections.opened)} of ${count(users)} opened, ${count(most)} at once as the servers count, ${count(connections.lost)} lost`,
  );
  console.log(
    `opened in        ${(connect.durationMs / 1000).toFixed(1)} s, ${count((connections.opened * 1000) / connect.durationMs)}/s; held ${seconds} s; ${(tookMs / 1000).toFixed(0)} s in all`,
  );
  console.log(
    `heartbeats       ${count(sinks.pongs())} answered, as the servers count; ${count(connections.pings)} as the agents do`,
  );
  console.log(`verdict          ${verdict.level}; errors ${errors.total} ${JSON.stringify(errors.byKind)}`);
  console.log(
    `memory, agents   ${peaks.map(mib).join(', ')}: ${mib(sumOf(peaks))}, ${(sumOf(peaks) / 1024 / users).toFixed(1)} KiB a connection`,
  );
  console.log(`memory, servers  ${sinks.pids.map(peakRssOf).map(mib).join(', ')}`);
  console.log(
    `memory, machine  ${mib(beforeBytes - leastBytes)} less available at the most: all processes, and both ends of each connection in the kernel`,
  );
}

if (!isOnPath('redis-server')) throw new Error('there is no redis-server here');
const reference = buildReference();
if (reference === undefined) throw new Error('there is no C compiler here');
const folder = mkdtempSync(join(tmpdir(), 'newyear-load-many-'));
const stops = [];
async function stopAll() {
  for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await stop();
  rmSync(folder, { recursive: true, force: true });
  reference.remove();
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stopAll().finally(() => process.exit(1)));
try {
  await measure(reference, folder, (stop) => stops.push(stop));
} finally {
  await stopAll();
}
