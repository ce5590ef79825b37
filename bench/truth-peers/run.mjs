// What other tools report about servers whose behaviour is known: node bench/truth-peers/run.mjs
// Loopback only. Artillery comes from the npm registry, into a folder of its own beside the system's temporary files.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startEmbeddedServer } from '../../dist/practice/embedded.js';
import { parseFaults } from '../../dist/practice/faults/parse.js';
import { ARTILLERY_VERSION, installArtillery, runArtillery } from './artillery.mjs';
import { k6Version, runK6 } from './k6.mjs';

const run = promisify(execFile);

const SERVERS = ['delay=500ms', 'drop=1/5'];
const LOAD = { users: 120, rooms: 12, messages: 3, arrivalSeconds: 3 };
const OURS = [
  '--users',
  '120',
  '--rooms',
  '12',
  '--room-size',
  '10',
  '--rate',
  '120',
  '--duration',
  '3s',
  '--seed',
  '1',
];

/** Ways to wait for a message in Artillery whose content the server completes: for none in particular, and for whatever comes. */
const ARTILLERY_WAYS = {
  'response: { channel: message }': { channel: 'message' },
  'response: { channel: message, concat: true, data: object }': { channel: 'message', concat: true, data: 'object' },
};

const inMs = (value) => (value === undefined || value === null ? 'none' : `${value.toFixed(1)} ms`);

async function onFreshServer(fault, measure) {
  const server = await startEmbeddedServer({ faults: parseFaults([fault]), hashCost: 2 });
  try {
    const said = await measure(server.url);
    const truth = await (await fetch(`${server.url}/practice/truth`)).json();
    return { ...said, truth: truthInWords(truth) };
  } finally {
    await server.stop();
  }
}

function truthInWords({ copies, faults }) {
  const [{ fault, applied }] = faults;
  if (fault.startsWith('drop')) return `${applied} of ${applied + copies.delivered} copies withheld`;
  return `every copy ${fault.replace('delay=', '')} late`;
}

async function ours(url) {
  const binary = new URL('../../bin/newyear-load.js', import.meta.url).pathname;
  const command = [binary, 'run', '--target', url, ...OURS, '--json'];
  // Exit codes such as that of a doubtful verdict come with a report all the same.
  const { stdout, code = 0 } = await run(process.execPath, command, { maxBuffer: 2 ** 26 }).catch((failure) => failure);
  const { deliveries, latencyMs, canary } = JSON.parse(stdout);
  const ofCanary = canary?.lost ?? 0;
  return {
    latency: `p50 ${inMs(latencyMs.fanout.p50)}, p99 ${inMs(latencyMs.fanout.p99)}`,
    lost: `${deliveries.lost + ofCanary}, ${ofCanary} of them the canary's`,
    exit: code,
  };
}

async function artillery(url, response) {
  const { exitCode, counters, responseTime } = await runArtillery(url, LOAD, response);
  const messages = LOAD.users * LOAD.messages;
  return {
    latency: `p50 ${inMs(responseTime.p50)}, p99 ${inMs(responseTime.p99)}, ${responseTime.count} samples of ${messages} messages`,
    lost: `no such number; ${counters['vusers.failed']} of ${counters['vusers.created']} users failed`,
    exit: exitCode,
  };
}

async function k6(url) {
  const { exitCode, sent, received } = await runK6(url, LOAD);
  return {
    latency: 'no such number',
    lost: `no such number; ${sent} frames sent, ${received} received`,
    exit: exitCode,
  };
}

console.log(
  `Node ${process.versions.node}, Artillery ${ARTILLERY_VERSION}, k6 ${(await k6Version()) ?? 'not on the PATH'}\n`,
);
await installArtillery();
const tools = [
  { command: `newyear-load run ${OURS.join(' ')}`, measure: ours },
  ...Object.entries(ARTILLERY_WAYS).map(([way, response]) => ({
    command: `artillery run chat.json (${way})`,
    measure: (url) => artillery(url, response),
  })),
  ...((await k6Version()) === undefined ? [] : [{ command: 'k6 run chat.js', measure: k6 }]),
];
console.log('| tool | server | truth | latency | lost | exit |\n| --- | --- | --- | --- | --- | --- |');
for (const fault of SERVERS) {
  for (const { command, measure } of tools) {
    const { truth, latency, lost, exit } = await onFreshServer(fault, measure);
    console.log(`| ${command} | ${fault} | ${truth} | ${latency} | ${lost} | ${exit} |`);
  }
}
