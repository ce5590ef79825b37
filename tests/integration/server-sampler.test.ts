import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { describe, it, type TestContext } from 'node:test';
import { nowUs, sleep } from '#dist/core/clock.js';
import type { NamedSeries, ServerWatch } from '#dist/core/server-watch.js';
import type { ServerSample } from '#dist/metrics/server-samples.js';
import { LOOPBACK_ONLY } from '#dist/net/dial-guard.js';
import { ServerSampler } from '#dist/sampling/server-sampler.js';
import { portOf } from '../helpers/wire/listen.js';

interface Seen {
  readonly samples: readonly ServerSample[];
  readonly told: readonly string[];
}

/** Watches for a while, from now on. */
async function watched(watch: Partial<ServerWatch>, durationMs = 1150): Promise<Seen> {
  const told: string[] = [];
  const sampler = new ServerSampler({ pid: null, url: null, series: [], ...watch }, LOOPBACK_ONLY, {
    onSample: () => undefined,
    onProblem: (sentence) => told.push(sentence),
  });
  sampler.begin(nowUs());
  await sleep(durationMs);
  await sampler.end();
  return { samples: sampler.samples, told };
}

async function metricsServer(test: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${await portOf(server)}/metrics`;
}

const SERIES: NamedSeries[] = [{ name: 'rooms', metric: 'chat_rooms{kind="open"}' }];

describe('A server that is watched', { concurrency: 8 }, () => {
  it('tells of itself by the usual names, and by those that the user named', async (test) => {
    let asked = 0;
    const url = await metricsServer(test, ({ url: path }, response) => {
      asked++;
      const lines = [
        `process_cpu_seconds_total ${performance.now() / 2000}`,
        'process_resident_memory_bytes 104857600',
        'process_open_fds 21',
        'nodejs_eventloop_lag_seconds 0.004',
        'nodejs_eventloop_lag_p99_seconds 0.9',
        'chat_rooms{kind="open"} 7',
        'chat_rooms{kind="closed"} 2',
      ];
      response.end(path === '/metrics' ? lines.join('\n') : '');
    });
    const { samples, told } = await watched({ url, series: SERIES });
    assert.deepEqual(told, []);
    const { cpu = null, ...rest } = samples[0] ?? {};
    assert.deepEqual(rest, { second: 0, rss: 104_857_600, threads: null, descriptors: 21, lag: 4, values: [7] });
    // Half of the time that has gone by, as far as the machine keeps it between an answer and its reading.
    assert.ok(cpu !== null && cpu > 0.2 && cpu < 0.8, `${cpu}`);
    assert.equal(asked, samples.length + 1);
  });

  it('that hangs is asked once at a time, and said once', async (test) => {
    let asked = 0;
    const url = await metricsServer(test, () => {
      asked++;
    });
    const { samples, told } = await watched({ url, series: SERIES }, 2150);
    assert.equal(asked, 1);
    assert.deepEqual(told, []);
    assert.ok(samples.length >= 1);
    assert.deepEqual(samples[0], {
      second: 0,
      cpu: null,
      rss: null,
      threads: null,
      descriptors: null,
      lag: null,
      values: [null],
    });
  });

  const troubles: readonly (readonly [what: string, answer: RequestListener, told: RegExp])[] = [
    [
      'sends something else',
      (_, response) => response.end('<html><p>Hello 5</p></html>'),
      /something else than metrics/,
    ],
    ['answers with an error', (_, response) => response.writeHead(503).end('busy 5'), /answered with HTTP status 503/],
    ['redirects', (_, response) => response.writeHead(302, { location: 'http://192.0.2.1/' }).end(), /HTTP status 302/],
    ['sends without end', (_, response) => pour(response), /answered with more than 1\.0 MiB/],
    ['closes', ({ socket }) => socket.destroy(), /could not be read: .*\(network\./],
    [
      'has other metrics',
      (_, response) => response.end('other 5\n'),
      /has no chat_rooms\{kind="open"\} among its metrics/,
    ],
  ];
  for (const [what, answer, expected] of troubles) {
    it(`that ${what} is told of once`, async (test) => {
      const url = await metricsServer(test, answer);
      const { samples, told } = await watched({ url, series: SERIES }, 2150);
      assert.equal(told.length, 1, told.join('\n'));
      assert.match(told[0] ?? '', expected);
      assert.ok(samples.length >= 1);
    });
  }

  it('on another machine is not asked', async () => {
    const { told } = await watched({ url: 'http://192.0.2.1:9/metrics' });
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /192\.0\.2\.1 is not on this machine, and nobody allowed it/);
  });

  it('by its process is known until that dies, which is said once', {
    skip: process.platform !== 'linux',
  }, async (test) => {
    const child = spawn(process.execPath, ['-e', 'console.log(1);setTimeout(()=>{},20000)'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    test.after(() => child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    setTimeout(() => child.kill('SIGKILL'), 1500);
    const { samples, told } = await watched({ pid: child.pid ?? 0 }, 3150);
    assert.deepEqual(told, [`Of the watched server: process ${child.pid} has ended.`]);
    assert.ok((samples[0]?.rss ?? 0) > 10 * 2 ** 20);
    assert.equal(samples.at(-1)?.rss, null);
  });
});

function pour(response: Parameters<RequestListener>[1]): void {
  response.on('error', () => undefined);
  for (let part = 0; part < 40; part++) response.write('a_metric 5\n'.repeat(4000));
  response.end();
}
