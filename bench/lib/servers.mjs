import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedServer } from '../../dist/practice/embedded.js';
import { parseFaults } from '../../dist/practice/faults/parse.js';
import { isOnPath, isPinned, start } from './processes.mjs';

const REFERENCE = new URL('../reference/', import.meta.url).pathname;
const COMPILER = ['cc', 'gcc', 'clang'].find(isOnPath);
/** Bytes of the thirteen counters of `stats_t`: messages and bytes received, messages and bytes sent, connections, … and pongs. */
const COUNTERS_BYTES = 104;
const CONNECTIONS_AT = 32;
const PONGS_AT = 96;
const LISTENS_WITHIN_MS = 3000;

/** Compiles the reference programs into a folder of their own; undefined where there is no compiler. */
export function buildReference() {
  if (COMPILER === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'newyear-load-bench-'));
  for (const name of ['sink', 'blast']) {
    execFileSync(COMPILER, ['-O2', '-w', '-o', join(folder, name), join(REFERENCE, `${name}.c`)]);
  }
  return {
    folder,
    sink: join(folder, 'sink'),
    blast: join(folder, 'blast'),
    compiler: execFileSync(COMPILER, ['--version'], { encoding: 'utf8' }).split('\n')[0],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Starts the reference target in one of its modes. */
export async function startSink(reference, mode) {
  const port = await freePort();
  const { pid, counters, stop } = await startOneSink(reference, mode, port, `${port}.stat`);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pid,
    counts() {
      const read = counters();
      return { received: Number(read.readBigUInt64LE(0)), delivered: Number(read.readBigUInt64LE(16)) };
    },
    stop,
  };
}

/** Starts several of them on one port, each of which gets an even part of the connections, and runs on whatever core is free. */
export async function startSinks(reference, mode, processes) {
  const port = await freePort();
  const sinks = [];
  const stop = async () => {
    for (const sink of sinks) await sink.stop();
  };
  try {
    for (let index = 0; index < processes; index++)
      sinks.push(await startOneSink(reference, mode, port, `${port}-${index}.stat`, true));
  } catch (error) {
    await stop();
    throw error;
  }
  const total = (at) => sinks.reduce((sum, { counters }) => sum + Number(counters().readBigUInt64LE(at)), 0);
  return {
    url: `http://127.0.0.1:${port}`,
    pids: sinks.map(({ pid }) => pid),
    connections: () => total(CONNECTIONS_AT),
    pongs: () => total(PONGS_AT),
    stop,
  };
}

async function startOneSink(reference, mode, port, statName, isShared = false) {
  const stat = join(reference.folder, statName);
  const shared = isShared ? ['--share', '1'] : [];
  const command = [reference.sink, '--port', `${port}`, '--mode', mode, '--stat', stat, ...shared];
  const running = start('server', command, {}, !isShared);
  for (let waitedMs = 0; !running.said().includes('listening') && waitedMs < LISTENS_WITHIN_MS; waitedMs += 10) {
    await sleep(10);
  }
  if (!running.said().includes('listening')) throw new Error(`the sink does not listen: ${running.complaints()}`);
  const file = openSync(stat, 'r');
  const counters = Buffer.alloc(COUNTERS_BYTES);
  return {
    pid: running.pid,
    counters: () => {
      readSync(file, counters, 0, COUNTERS_BYTES, 0);
      return counters;
    },
    stop: async () => {
      closeSync(file);
      await running.stop();
    },
  };
}

/** Starts the practice server, which is the real `socket.io`. */
export async function startSocketIo(faults) {
  const server = await startEmbeddedServer({ faults: parseFaults(faults) });
  if (isPinned) execFileSync('taskset', ['-a', '-c', '-p', '0', `${server.pid}`]);
  return {
    url: server.url,
    port: Number(new URL(server.url).port),
    pid: server.pid,
    async counts() {
      const { messages, copies } = await (await fetch(`${server.url}/practice/truth`)).json();
      return { received: messages.received, delivered: copies.delivered };
    },
    stop: () => server.stop(),
  };
}

/** A loopback port that nobody listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
