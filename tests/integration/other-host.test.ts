import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { StartError } from '#dist/core/errors.js';
import { startRun } from '#dist/engine/main/run.js';
import { inFolder } from '../helpers/cli/cli.js';
import { planFor } from '../helpers/run/engine-run.js';
import { listenDuring } from '../helpers/wire/raw-socket-server.js';

const WORKER = fileURLToPath(new URL('../helpers/wire/other-host-worker.js', import.meta.url));
/** A host that exists in the namespace alone. */
const OTHER_HOST = '10.9.8.7';
const NAMESPACE = 'ip link set lo up && ip addr add 10.9.8.7/32 dev lo && exec "$@"';

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
  /** Connections that had come to the other host by then. */
  readonly visits: number;
}

/** How runs end where the other host exists; undefined where this process may make no network namespace. */
async function besideOtherHost(runs: readonly (readonly string[])[]): Promise<readonly Ended[] | undefined> {
  const inside = (...command: readonly string[]): Promise<{ stdout: string }> =>
    promisify(execFile)('unshare', ['-n', 'sh', '-c', NAMESPACE, 'sh', ...command], { timeout: 100_000 });
  try {
    await inside('true');
  } catch {
    return undefined;
  }
  const { stdout } = await inside(process.execPath, WORKER, JSON.stringify(runs));
  return JSON.parse(stdout) as Ended[];
}

const SMALL = ['--users', '2', '--rooms', '1', '--duration', '300ms', '--rate', '10', '--no-canary', '--no-progress'];

function dialect(socketPath: string): object {
  return { name: 'chat', socket: { path: socketPath }, events: { send: 'new message' } };
}

describe('A plan that nobody checked', () => {
  it('opens no connection to a host that its allowed hosts do not name', async (test: TestContext) => {
    let visits = 0;
    const server = createServer((socket) => {
      visits++;
      socket.destroy();
    });
    const { port } = new URL(await listenDuring(test, server));
    // It leads to this machine, and so does no harm, but is not loopback.
    const plan = { ...(await planFor(`http://127.0.0.1:${port}`)), target: `http://0.0.0.0:${port}` };
    await assert.rejects(startRun(plan).outcome, (thrown) => {
      assert.ok(thrown instanceof StartError);
      assert.match(
        thrown.message,
        /^No connection was opened to http:\/\/0\.0\.0\.0:\d+: 0\.0\.0\.0 is not on this machine/,
      );
      assert.match(thrown.hint ?? '', /--allow-host 0\.0\.0\.0$/);
      return true;
    });
    assert.equal(visits, 0);
    await assert.rejects(startRun({ ...plan, allowedHosts: ['0.0.0.0'] }).outcome, StartError);
    assert.ok(visits > 0);
  });
});

describe('Beside a host that nobody allowed', () => {
  it('no text of a scenario, a dialect or a report takes the load there', async (test: TestContext) => {
    await inFolder(async (folder) => {
      const file = (name: string, content: object): string => {
        writeFileSync(join(folder, name), JSON.stringify(content));
        return join(folder, name);
      };
      const evil = dialect('//10.9.8.7/socket.io/');
      const plan = { target: 'http://127.0.0.1:4000', durationMs: 300, dialect: evil };
      const refused = [
        ['--dialect', file('chat.yaml', evil), '--target', '@target'],
        ['--scenario', file('scenario.yaml', { dialect: dialect('/\t/10.9.8.7/') }), '--target', '@target'],
        ['--scenario', file('report.json', { schema: 'newyear-load/report@1', plan })],
        ['--scenario', file('target.yaml', { target: 'http://127.0.0.1:4000//10.9.8.7' })],
        ['--target', '@target/\\10.9.8.7'],
      ];
      const notAllowed = [['--target', `http://${OTHER_HOST}:@port`]];
      const allowed = [['--target', `http://${OTHER_HOST}:@port`, '--allow-host', OTHER_HOST]];
      const commands = [...refused, ...notAllowed, ['--target', '@target'], ...allowed];
      const ended = await besideOtherHost(commands.map((flags) => ['run', ...flags, ...SMALL]));
      if (ended === undefined) return test.skip('no right to make a network namespace');
      ended.slice(0, refused.length).forEach(({ code, stderr, visits }, index) => {
        assert.equal(code, 2, `${String(refused[index])}: ${stderr}`);
        assert.match(stderr, /: .*(?:must|slash)/);
        assert.equal(visits, 0, String(refused[index]));
      });
      for (const { code, visits } of ended.slice(refused.length, -2)) assert.deepEqual([code, visits], [3, 0]);
      const [here, there] = ended.slice(-2);
      assert.ok([0, 4].includes(here?.code ?? -1), here?.stderr);
      assert.equal(here?.visits, 0);
      // The other host does exist, and is reached when it is named.
      assert.equal(there?.code, 3);
      assert.ok((there?.visits ?? 0) > 0, there?.stderr);
    });
  });
});
