import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { describe, it } from 'node:test';
import { StartError, UsageError } from '#dist/core/errors.js';
import { startEmbeddedServer } from '#dist/practice/embedded.js';
import { startPracticeServer } from '#dist/practice/server.js';
import { call } from '../helpers/wire/chat-client.js';
import { RawClient } from '../conformance/raw-client.js';

const pause = (durationMs: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });

/** Is there a process of this id? */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, 'ESRCH');
    return false;
  }
}

async function endsWithin(pid: number, durationMs: number): Promise<boolean> {
  const deadline = performance.now() + durationMs;
  while (isAlive(pid) && performance.now() < deadline) await pause(20);
  return !isAlive(pid);
}

describe('A practice server in this process', () => {
  it('reports every option that is out of range at once', async () => {
    await assert.rejects(
      startPracticeServer({ port: 70_000, hashCost: 100, host: '', pingIntervalMs: 0, pingTimeoutMs: Number.NaN }),
      (error: unknown) => {
        assert.ok(error instanceof UsageError);
        assert.deepEqual(
          error.problems.map(({ where }) => where),
          ['host', 'port', 'hash cost', 'ping interval', 'ping timeout'],
        );
        return true;
      },
    );
  });

  it('says that a port is taken', async () => {
    const first = await startPracticeServer();
    await assert.rejects(startPracticeServer({ port: first.port }), (error: unknown) => {
      assert.ok(error instanceof StartError);
      assert.match(error.message, /^cannot listen on 127\.0\.0\.1:\d+: .*EADDRINUSE/);
      assert.match(error.hint ?? '', /another port/);
      return true;
    });
    await first.close();
  });

  it('closes its clients when it closes, and can be closed again', async () => {
    const server = await startPracticeServer();
    const client = await RawClient.connect(server.url, 'username=bob');
    await Promise.all([server.close(), client.closed()]);
    await server.close();
    await assert.rejects(call(server.url, 'GET', '/health'));
  });

  it('closes within 2 s although clients answer nothing', async () => {
    const server = await startPracticeServer();
    const half = connect(server.port, '127.0.0.1');
    half.write('POST /api/auth/signup HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n');
    const deaf = connect(server.port, '127.0.0.1');
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13';
    const upgrade = `Connection: Upgrade\r\nUpgrade: websocket\r\n${key}\r\n\r\n`;
    deaf.write(`GET /socket.io/?EIO=4&transport=websocket&username=a HTTP/1.1\r\nHost: x\r\n${upgrade}`);
    await once(deaf, 'data');
    const startedAtMs = performance.now();
    await server.close();
    assert.ok(performance.now() - startedAtMs < 2000);
    half.destroy();
    deaf.destroy();
  });

  it('hashes passwords at the cost asked for', async () => {
    const server = await startPracticeServer({ hashCost: 32_768 });
    const body = { username: 'slow', password: 'secret' };
    assert.equal((await call(server.url, 'POST', '/api/auth/signup', { body })).status, 201);
    assert.equal((await call(server.url, 'POST', '/api/auth/login', { body })).status, 200);
    await server.close();
  });
});

describe('A practice server in its own process', () => {
  it('serves until it is stopped, and then ends by itself', async () => {
    const server = await startEmbeddedServer();
    assert.equal((await call(server.url, 'GET', '/health')).status, 200);
    assert.ok(isAlive(server.pid));
    await Promise.all([server.stop(), server.stop()]);
    assert.deepEqual(await server.exited, { code: 0, signal: null });
    await server.stop();
    assert.ok(!isAlive(server.pid));
  });

  it('takes its options along, faults included', async () => {
    const server = await startEmbeddedServer({ faults: [{ name: 'drop', everyNth: 7 }] });
    const { json } = await call(server.url, 'GET', '/practice/truth');
    assert.equal((json as { faults: { fault: string }[] }).faults[0]?.fault, 'drop=1/7');
    await server.stop();
  });

  it('leaves a Ctrl-C of the terminal to its parent', async () => {
    const server = await startEmbeddedServer();
    process.kill(server.pid, 'SIGINT');
    await pause(100);
    assert.equal((await call(server.url, 'GET', '/health')).status, 200);
    await server.stop();
    assert.deepEqual(await server.exited, { code: 0, signal: null });
  });

  it('reports why it could not start', async () => {
    const taken = await startPracticeServer();
    await assert.rejects(startEmbeddedServer({ port: taken.port }), (error: unknown) => {
      assert.ok(error instanceof StartError);
      assert.match(error.message, /^the practice server could not start: cannot listen on .*EADDRINUSE/);
      assert.match(error.hint ?? '', /another port/);
      return true;
    });
    await taken.close();
    await assert.rejects(startEmbeddedServer({ hashCost: 3 }), UsageError);
  });

  it('tells when it died', async () => {
    const server = await startEmbeddedServer();
    process.kill(server.pid, 'SIGKILL');
    assert.deepEqual(await server.exited, { code: null, signal: 'SIGKILL' });
    await server.stop();
  });

  it('is killed when it does not end in time', async () => {
    const server = await startEmbeddedServer();
    process.kill(server.pid, 'SIGSTOP');
    await server.stop();
    assert.deepEqual(await server.exited, { code: null, signal: 'SIGKILL' });
  });

  it('does not outlive a parent that is killed', async () => {
    const embedded = import.meta.resolve('#dist/practice/embedded.js');
    const script = `
      import { startEmbeddedServer } from ${JSON.stringify(embedded)};
      console.log((await startEmbeddedServer()).pid);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [output] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(output.toString());
    assert.ok(isAlive(pid));
    parent.kill('SIGKILL');
    assert.ok(await endsWithin(pid, 5000));
  });
});
