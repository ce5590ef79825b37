// What agents cost the run that they take part in: simulated ones, 500 unless told, against one controller, over a Redis of its own on
// this machine. Each has connections of its own, and once a second a sign of life and the snapshot of a busy second; the controller
// reads, confirms and adds them up. Queue, channel, codec and collector are the product's; there is no load and no network.
//   node bench/agents.mjs [--agents n] [--seconds n]
import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Channel } from '../dist/agents/channel.js';
import { decodeData, encodeData } from '../dist/agents/codec.js';
import { gatherCrew } from '../dist/agents/gather.js';
import { PROTOCOL, runKeys } from '../dist/agents/keys.js';
import { brokerAt } from '../dist/agents/redis.js';
import { SlotTaker } from '../dist/agents/slot-queue.js';
import { StreamReader } from '../dist/agents/stream-reader.js';
import { createRunId, createToken } from '../dist/core/ids.js';
import { parseQueueAddress } from '../dist/core/queue-address.js';
import { BucketCounter, lowestValueOf } from '../dist/metrics/bucket-counter.js';
import { Collector } from '../dist/metrics/collector.js';
import { snapshotFromJson } from '../dist/metrics/snapshot-json.js';

const THIS = fileURLToPath(import.meta.url);
const CLI = fileURLToPath(new URL('../bin/newyear-load.js', import.meta.url));
const VERSION = 'bench';
/** Agents that connect at once. */
const AT_ONCE = 25;
const WARM_UP_MS = 4000;
const LONGEST_MS = 180_000;
const MIB = 1024 * 1024;

/** The same for all processes of a machine, microseconds. */
const monotonicUs = () => Number(process.hrtime.bigint() / 1000n);

const { values: flags } = parseArgs({
  options: {
    agents: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '15' },
    // What the simulated agents are started with.
    queue: { type: 'string' },
    record: { type: 'string' },
  },
});
const agents = Number(flags.agents);

/** What a worker says of a busy second, as a real run has recorded it: 400 users in rooms of 20, 1,000 messages/s. */
function snapshotOf(record) {
  const lines = readFileSync(record, 'utf8').split('\n');
  const found = lines.filter((line) => line.includes('"role":"fleet"') && line.includes('"phase":"flood","second":1'));
  const snapshot = snapshotFromJson(JSON.parse(found[0] ?? '{}'));
  if (typeof snapshot === 'string') throw new Error(snapshot);
  return snapshot;
}

let lastBeat = { text: '', heard: {} };

/** What a sign of life of the controller says. All agents of this process get the same, and each of many machines would read it alone. */
function heardOf(text) {
  if (lastBeat.text !== text) lastBeat = { text, heard: decodeData(text).heard };
  return lastBeat.heard;
}

/** One agent: takes a slot, is welcome, and then reports once a second until it is released. */
async function simulateAgent(broker, snapshot, signal) {
  const connection = await broker.open({ patience: signal });
  const id = createToken();
  const taker = new SlotTaker(connection, broker.address.name, id);
  let offer;
  while (offer === undefined) offer = await taker.take().catch(() => undefined);
  const keys = runKeys(offer.runId);
  const say = (fields) =>
    void connection.ask(
      'XADD',
      keys.up,
      'MAXLEN',
      '~',
      20_000,
      '*',
      ...Object.entries({ k: id, s: offer.slot, ...fields }).flat(),
    );
  const over = new AbortController();
  const welcome = new AbortController();
  const channel = new Channel({
    key: id,
    write: say,
    onHeard: ({ type }) => {
      if (type === 'welcome') welcome.abort();
      if (type === 'release') over.abort();
    },
    onUnreadable: (problem) => console.error(problem),
  });
  const down = keys.downOf(offer.slot);
  const reader = new StreamReader(
    await broker.open({ patience: signal }),
    [keys.down, down],
    (stream, fields) => {
      if (stream === down) channel.hear(fields);
      else channel.confirm(heardOf(fields.beat)[offer.slot]?.[1] ?? 0);
    },
    (problem) => console.error(problem),
  );
  const facts = {
    id,
    name: 'sim',
    host: 'sim',
    version: VERSION,
    protocol: PROTOCOL,
    cpus: 1,
    workers: 1,
    allowedHosts: [],
  };
  const isWelcome = once(welcome.signal, 'abort');
  say({ claim: encodeData({ entry: offer.entry, facts, publicKey: '' }) });
  await isWelcome;
  const gauge = { rssBytes: 150e6, memoryShare: 0.1, peakRssBytes: 160e6, cpuSeconds: 1, pacing: null };
  const clock = { offsetUs: 0, errorUs: 100, slowestUs: 1000 };
  // Agents begin where they happen to: their seconds end evenly spread.
  await sleep((1000 * offer.slot) / offer.of);
  for (let second = 0; !over.signal.aborted; second++) {
    const startUs = monotonicUs();
    say({ beat: encodeData({ gauge, clock, heard: channel.heard }) });
    const own = { ...snapshot, workerIndex: offer.slot, second };
    channel.say({ type: 'said', role: offer.slot, message: { type: 'snapshot', snapshot: own }, saidAtUs: startUs });
    await sleep(1000 - (monotonicUs() - startUs) / 1000, undefined, { signal: over.signal }).catch(() => undefined);
  }
  channel.say({ type: 'released' });
  await sleep(500);
  await reader.end();
  connection.close();
}

async function simulate() {
  const broker = await brokerAt(parseQueueAddress(flags.queue));
  const snapshot = snapshotOf(flags.record);
  const { signal } = new AbortController();
  const simulated = [];
  for (let first = 0; first < agents; first += AT_ONCE) {
    for (let index = first; index < Math.min(agents, first + AT_ONCE); index++)
      simulated.push(simulateAgent(broker, snapshot, signal));
    await sleep(50);
  }
  process.on('message', () => process.send(process.cpuUsage()));
  await Promise.all(simulated);
  process.disconnect();
}

/** CPU time of a process so far, microseconds. */
function cpuOf(pid) {
  const [, , ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/\(.*\)/, 'x')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/** The smallest value that a share of the samples does not exceed, milliseconds. */
function quantileMs(counter, share) {
  const buckets = [...counter.filled()].map((index) => ({ index, count: counter.counts[index] }));
  let left = share * buckets.reduce((sum, { count }) => sum + count, 0);
  for (const { index, count } of buckets) {
    left -= count;
    if (left <= 0) return lowestValueOf(index) / 1000;
  }
  return Number.NaN;
}

async function measure(folder) {
  const seconds = Number(flags.seconds);
  const record = join(folder, 'run.ndjson');
  const plan = [
    '--users',
    '400',
    '--rooms',
    '20',
    '--room-size',
    '20',
    '--rate',
    '1000',
    '--duration',
    '3s',
    '--workers',
    '1',
  ];
  spawnSync(process.execPath, [CLI, 'run', '--embedded', ...plan, '--quiet', '--out', `ndjson=${record}`], {
    stdio: 'ignore',
  });
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address();
  await new Promise((resolve) => holder.close(resolve));
  const settings = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'yes',
  ];
  const redis = spawn('redis-server', settings, { stdio: 'ignore' });
  const queue = `redis://127.0.0.1:${port}`;
  const broker = await brokerAt(parseQueueAddress(queue));
  const child = fork(THIS, ['--queue', queue, '--record', record, '--agents', String(agents)]);
  const tooLong = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
  try {
    const began = monotonicUs();
    const crew = await gatherCrew({
      broker,
      runId: createRunId(),
      version: VERSION,
      agents,
      timeoutMs: 60_000,
      patienceMs: 60_000,
      name: undefined,
      refusalOf: () => undefined,
      say: () => undefined,
      signal: new AbortController().signal,
    });
    const gatheredMs = (monotonicUs() - began) / 1000;
    const collector = new Collector();
    const delay = new BucketCounter();
    let snapshots = 0;
    for (const member of crew.members.values())
      member.listener = {
        onLost: (why) => console.error(`lost: ${why}`),
        onMessage: (message) => {
          if (message.type !== 'said') return;
          snapshots++;
          delay.record(monotonicUs() - message.saidAtUs);
          collector.add(message.message.snapshot, agents);
        },
      };
    await sleep(WARM_UP_MS);
    const simulatedCpu = async () => {
      child.send('cpu');
      const [{ user, system }] = await once(child, 'message');
      return user + system;
    };
    delay.reset();
    snapshots = 0;
    const before = {
      own: process.cpuUsage(),
      redis: cpuOf(redis.pid),
      simulated: await simulatedCpu(),
      atUs: monotonicUs(),
    };
    let peakRss = 0;
    for (let second = 0; second < seconds; second++) {
      await sleep(1000);
      peakRss = Math.max(peakRss, process.memoryUsage.rss());
    }
    const tookUs = monotonicUs() - before.atUs;
    const { user, system } = process.cpuUsage(before.own);
    const shares = {
      controller: (user + system) / tookUs,
      redis: (cpuOf(redis.pid) - before.redis) / tookUs,
      simulated: ((await simulatedCpu()) - before.simulated) / tookUs,
    };
    const connection = await broker.open();
    const memory = /used_memory_peak:(\d+)/.exec(String(await connection.ask('INFO', 'memory')))?.[1];
    connection.close();
    console.log(
      `${agents} simulated agents, ${(tookUs / 1e6).toFixed(0)} s; all were there after ${(gatheredMs / 1000).toFixed(1)} s`,
    );
    console.log(
      `snapshots/s         ${((snapshots * 1e6) / tookUs).toFixed(0)}, ${encodeData(snapshotOf(record)).length} bytes each`,
    );
    console.log(
      `controller          ${(shares.controller * 100).toFixed(1)} % of a core, ${(peakRss / MIB).toFixed(0)} MiB`,
    );
    console.log(
      `Redis               ${(shares.redis * 100).toFixed(1)} % of a core, ${(Number(memory) / MIB).toFixed(0)} MiB at its peak`,
    );
    console.log(`all agents together ${(shares.simulated * 100).toFixed(1)} % of a core`);
    const parts = [0.5, 0.99, 1].map((share) => quantileMs(delay, share).toFixed(1));
    console.log(`delay of a snapshot p50 ${parts[0]} ms, p99 ${parts[1]} ms, longest ${parts[2]} ms`);
    await crew.dismiss();
  } finally {
    clearTimeout(tooLong);
    child.kill();
    redis.kill();
    await Promise.all([once(child, 'exit'), once(redis, 'exit')].map((end) => Promise.race([end, sleep(3000)])));
  }
}

if (flags.queue === undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'newyear-load-agents-'));
  try {
    await measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} else await simulate();
