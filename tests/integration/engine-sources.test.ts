import assert from 'node:assert/strict';
import { connect, createServer, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { runCli } from '../helpers/cli/cli.js';
import { unless } from '../helpers/run/fault-matrix.js';
import { startRun } from '#dist/engine/main/run.js';
import { contradictions, planFor, practiceFor } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { portOf } from '../helpers/wire/listen.js';

interface Knock {
  /** Where the connection came from. */
  readonly from: string | undefined;
  /** Does it ask for a WebSocket? */
  readonly isSocket: boolean;
}

/** A way to a server that notes from which address each connection comes. */
async function gate(test: TestContext, target: string): Promise<{ readonly url: string; readonly knocks: Knock[] }> {
  const [sockets, knocks]: [Socket[], Knock[]] = [[], []];
  const server = createServer((near) => {
    const far = connect(Number(new URL(target).port), '127.0.0.1');
    sockets.push(near, far);
    const from = near.remoteAddress;
    near.once('data', (chunk: Buffer) =>
      knocks.push({ from, isSocket: chunk.toString('latin1').toLowerCase().includes('upgrade: websocket') }),
    );
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
  });
  test.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${await portOf(server)}`, knocks };
}

describe('Connections that come from addresses of their own', { skip: process.platform !== 'linux' }, () => {
  it('are dealt to them evenly, and everything beside comes from the first', async (test) => {
    const practice = await practiceFor(test, []);
    const { url, knocks } = await gate(test, practice.url);
    const plan = await planFor(url, {
      users: '9',
      rooms: '3',
      duration: '300ms',
      source: ['127.0.0.3-127.0.0.4', '127.0.0.6'],
    });
    const outcome = await startRun(plan, { startWorker: inProcess() }).outcome;
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(outcome.connections.opened, 9);
    const counts = new Map<string | undefined, number>();
    // The socket that looks whether the server is there, and the two observers, come beside the nine.
    for (const { from } of knocks.filter(({ isSocket }) => isSocket)) counts.set(from, (counts.get(from) ?? 0) + 1);
    assert.deepEqual(new Set(counts.keys()), new Set(['127.0.0.3', '127.0.0.4', '127.0.0.6']));
    assert.equal(counts.get('127.0.0.6'), 3);
    assert.deepEqual([...new Set(knocks.filter(({ isSocket }) => !isSocket).map(({ from }) => from))], ['127.0.0.3']);
  });

  const noNetworks = unless('unshare', ['-rn', 'ip', 'link', 'set', 'lo', 'up'], 'network namespace');
  it('are more than one address has ports for, which is said before a run of too many', {
    skip: noNetworks,
  }, async () => {
    const narrow = 'ip link set lo up && echo 40000 40059 > /proc/sys/net/ipv4/ip_local_port_range && exec "$@"';
    const connected = async (...more: readonly string[]): Promise<{ code: number | null; stderr: string }> =>
      await runCli(['connect', '--embedded', '--users', '70', '--duration', '100ms', ...more], {
        wrapper: ['unshare', '-rn', 'sh', '-c', narrow, 'sh'],
      });
    const [refused, dealt] = await Promise.all([
      connected(),
      // Threads know nothing of the ports that others take.
      connected('--source', '127.0.0.1-127.0.0.2', '--workers', '2'),
    ]);
    assert.equal(refused.code, 3, refused.stderr);
    assert.match(
      refused.stderr,
      /opens 76 connections to 127\.0\.0\.1:4000, and one address .* has ports for 60\.\n.*--source/,
    );
    assert.equal(dealt.code, 0, dealt.stderr);
    assert.match(dealt.stderr, /all 70 connections opened/);
  });
});
