import { createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuSecondsOf, endsWithin, start } from './processes.mjs';
import { startSink, startSocketIo } from './servers.mjs';

/** How long a client may take until its first message, and to end after its last. */
const BEGIN_WITHIN_MS = 20_000;
const END_WITHIN_MS = 15_000;
/** How long one connection may take to be opened and closed, where that is all that is done. */
const CONNECTION_WITHIN_MS = 2;
const POLL_MS = 10;
/** Messages that ours may send before its load, to see how they come back. */
const FIRST_MESSAGES_AT_MOST = 16;
/** Until what a client had sent before it ended has reached the server. */
const ARRIVE_WITHIN_MS = 2000;
const BINARY = new URL('../../bin/newyear-load.js', import.meta.url).pathname;

/**
 * One measurement of a contestant in a case.
 * @typedef {{ numbers: Record<string, number>, problems: string[] }} Measured
 */

/** @type {Record<string, (context: object) => Promise<Measured>>} */
export const MEASURES = { load: measureLoad, open: measureOpen, start: measureStart };

/** CPU time a message, seen from outside: the kernel's account of the process beside the server's count of messages. */
async function measureLoad({ bench, contestant, reference, timing }) {
  const { server: wanted, job: given } = contestant.isAlone && bench.alone !== undefined ? merge(bench) : bench;
  const server = await startServer(wanted, reference);
  const seconds = (timing.warmMs + timing.measureMs) / 1000 + timing.spareSeconds;
  const job = { ...given, task: 'load', url: server.url, confirmsJoins: wanted.kind === 'socket.io', seconds };
  const client = contestant.start(job, server);
  try {
    await loadBegun(server, client);
    await sleep(timing.warmMs + (contestant.rampMs ?? 0));
    const before = await sample(server, client);
    await sleep(timing.measureMs);
    const after = await sample(server, client);
    if (client.hasEnded()) throw new Error('it ended before it was measured');
    const numbers = compare(before, after, bench.per);
    if (!contestant.answers) return { numbers, problems: numbers.perSecond > 0 ? [] : ['nothing came through'] };
    const said = await answerOf(client);
    const problems = await contradictions(said, server, job);
    const own = Object.entries(said.numbers ?? {}).filter(([, value]) => value !== null);
    return { numbers: { ...numbers, ...Object.fromEntries(own) }, problems };
  } finally {
    await client.stop();
    await server.stop();
  }
}

function merge({ server, job, alone }) {
  return { server: alone.server ?? server, job: { ...job, ...alone.job } };
}

async function sample(server, client) {
  const counts = await server.counts();
  const [cpu, serverCpu] = [cpuSecondsOf(client.pid), cpuSecondsOf(server.pid)];
  return { ...counts, cpu, serverCpu, atMs: performance.now() };
}

function compare(before, after, per) {
  const difference = (key) => after[key] - before[key];
  const messages = {
    sent: difference('received'),
    delivered: difference('delivered'),
    both: difference('received') + difference('delivered'),
  }[per];
  const seconds = difference('atMs') / 1000;
  return {
    cpuUs: (difference('cpu') * 1e6) / messages,
    perSecond: messages / seconds,
    perCore: messages / difference('cpu'),
    busy: difference('cpu') / seconds,
    serverBusy: difference('serverCpu') / seconds,
  };
}

/** Connections opened, as the client saw it: what belongs to its start is not told apart from outside. */
async function measureOpen({ bench, contestant, reference }) {
  const server = await startServer(bench.server, reference);
  const job = { ...bench.job, task: 'open', url: server.url, confirmsJoins: false, seconds: 0 };
  const client = contestant.start(job, server);
  try {
    const said = await answerOf(client, END_WITHIN_MS + job.users * CONNECTION_WITHIN_MS);
    // The program in C has words of its own, and tells its whole memory.
    if (said.tech === 'C') {
      const numbers = { cpuUs: said.cpu_us_per_conn, perSecond: said.conns_per_s, kibEach: said.rss_kib / job.users };
      return { numbers, problems: [] };
    }
    const numbers = {
      cpuUs: (said.openCpuSeconds * 1e6) / job.users,
      perSecond: job.users / said.openSeconds,
      kibEach: said.rssBytes / 1024 / job.users,
      peakMib: (said.peakRssBytes ?? 0) / 2 ** 20,
    };
    const opened = said.opened ?? job.users;
    return { numbers, problems: opened === job.users ? [] : [`${opened} of ${job.users} connections opened`] };
  } finally {
    await client.stop();
    await server.stop();
  }
}

/** Starts of each kind, in turns, on whatever core is free, as people start it: the quickest of each counts, since whatever else goes on can only make one slower. */
const STARTS = 5;

/** From the start of the command to the first bytes at a target, to the end of its help and of a whole plan, beside Node alone. */
async function measureStart() {
  const target = createServer((socket) => socket.on('error', () => undefined));
  target.listen(0, '127.0.0.1');
  await once(target, 'listening');
  const url = `http://127.0.0.1:${target.address().port}`;
  const quickest = { firstPacketMs: Infinity, helpMs: Infinity, planMs: Infinity, nodeMs: Infinity };
  const problems = new Set();
  try {
    for (let round = 0; round < STARTS; round++) {
      const node = await timeOf('-e', '0');
      const help = await timeOf(BINARY, '--help');
      const plan = await timeOf(BINARY, 'run', '--preset', 'quick', '--dry-run');
      const first = await timeToFirstBytes(target, url);
      if (!help.said.includes('Usage')) problems.add('--help printed no usage');
      if (!plan.said.includes('deliveries')) problems.add('--dry-run printed no plan');
      if (first.hasEnded) problems.add('the command ended before its first packet');
      const took = { firstPacketMs: first.ms, helpMs: help.ms, planMs: plan.ms, nodeMs: node.ms };
      for (const [key, ms] of Object.entries(took)) quickest[key] = Math.min(quickest[key], ms);
    }
  } finally {
    target.close();
  }
  const { helpMs, planMs, nodeMs } = quickest;
  const numbers = { ...quickest, helpRatio: helpMs / nodeMs, planRatio: planMs / nodeMs };
  return { numbers, problems: [...problems] };
}

/** Starts Node with these arguments and waits for its end. */
async function timeOf(...args) {
  const at = performance.now();
  const client = start('client', [process.execPath, ...args], {}, false);
  try {
    await endsWithin(client, BEGIN_WITHIN_MS);
    return { ms: performance.now() - at, said: client.said() };
  } finally {
    await client.stop();
  }
}

/** Starts a run and stops it when its target has heard of it. */
async function timeToFirstBytes(target, url) {
  let hear;
  const firstBytes = new Promise((resolve) => {
    // The first connection only asks whether anybody is there.
    hear = (socket) => socket.once('data', resolve);
  });
  target.on('connection', hear);
  const at = performance.now();
  const command = [process.execPath, BINARY, 'run', '--preset', 'quick', '--target', url, '--quiet'];
  const client = start('client', command, {}, false);
  try {
    await Promise.race([firstBytes, client.exited, sleep(BEGIN_WITHIN_MS, undefined, { ref: false })]);
    return { ms: performance.now() - at, hasEnded: client.hasEnded() };
  } finally {
    target.off('connection', hear);
    await client.stop();
  }
}

function startServer({ kind, mode, faults }, reference) {
  return kind === 'sink' ? startSink(reference, mode) : startSocketIo(faults);
}

async function loadBegun(server, client) {
  for (let waitedMs = 0; waitedMs < BEGIN_WITHIN_MS; waitedMs += POLL_MS) {
    if ((await server.counts()).received > FIRST_MESSAGES_AT_MOST) return;
    if (client.hasEnded()) throw new Error(`it ended before its load: ${client.complaints()}`);
    await sleep(POLL_MS);
  }
  throw new Error(`no load within ${BEGIN_WITHIN_MS / 1000} s: ${client.complaints()}`);
}

/** The line in which a client says what it did. */
async function answerOf(client, withinMs = END_WITHIN_MS) {
  if (!(await endsWithin(client, withinMs))) throw new Error(`it did not end: ${client.complaints()}`);
  const line = client.said().trim().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) throw new Error(`it said nothing: ${client.complaints()}`);
  return JSON.parse(line);
}

/** What a client says against what its server counted: nothing may be missing, and nothing too much. */
async function contradictions(said, server, job) {
  let counts = await server.counts();
  const firstMessages = said.firstMessages ?? 0;
  const sent = said.sent + firstMessages;
  for (let waitedMs = 0; counts.received < sent && waitedMs < ARRIVE_WITHIN_MS; waitedMs += POLL_MS) {
    await sleep(POLL_MS);
    counts = await server.counts();
  }
  const wanted = [
    ['messages sent', sent, counts.received],
    ...(job.copies === 0
      ? []
      : [
          ['copies received', said.received + firstMessages * job.copies, counts.delivered],
          ['copies of each message', said.received, said.sent * job.copies],
          ['copies lost', said.lost ?? 0, 0],
        ]),
    ['copies unexpected, twice or out of order', said.unexpected ?? 0, 0],
    ['errors', said.errors ?? 0, 0],
  ];
  return wanted.filter(([, is, should]) => is !== should).map(([what, is, should]) => `${what}: ${is}, not ${should}`);
}
