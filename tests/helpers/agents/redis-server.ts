import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Broker, brokerAt } from '#dist/agents/redis.js';
import { inEnglish, isMessage } from '#dist/core/language/words.js';
import { parseQueueAddress } from '#dist/core/queue-address.js';
import { freePort } from '../wire/listen.js';

/** Without persistence, so that it forgets everything when it ends. */
const FORGETFUL = ['--save', '', '--appendonly', 'no'];

/** A real Redis server of the test's own. */
export interface OwnRedis {
  readonly port: number;
  readonly url: string;
  readonly broker: Broker;
  /** Ends it at once, as a machine that goes away does. */
  kill(): Promise<void>;
  /** Starts it again, on the same port and with the same files. */
  start(): Promise<void>;
}

/** Is there a redis-server? Where there is none, the tests that need it are skipped, with a line that says so. */
export function whyNoRedis(): string | false {
  try {
    execFileSync('redis-server', ['--version']);
    return false;
  } catch {
    const why = 'SKIPPED: there is no redis-server here (apt-get install redis-server)';
    process.stderr.write(`${why}\n`);
    return why;
  }
}

/** Starts a Redis server on a free port, which ends with the test. @param args of its own, instead of those that make it forgetful */
export async function redisFor(
  test: Pick<TestContext, 'after'>,
  args: readonly string[] = FORGETFUL,
): Promise<OwnRedis> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'newyear-redis-'));
  let child: ChildProcess | undefined;
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  const start = async (): Promise<void> => {
    const own = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child = own;
    let shown = '';
    await new Promise<void>((resolve) => {
      own.stdout.setEncoding('utf8').on('data', (text: string) => {
        shown += text;
        if (shown.includes('Ready to accept connections')) resolve();
      });
    });
  };
  await start();
  test.after(async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  });
  const url = `redis://127.0.0.1:${port}`;
  return { port, url, broker: await brokerOf(url), kill, start };
}

/** The broker at a URL. */
export async function brokerOf(url: string): Promise<Broker> {
  const address = parseQueueAddress(url);
  if (isMessage(address)) throw new Error(inEnglish(address));
  return await brokerAt(address);
}
