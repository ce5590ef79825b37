import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, it, type TestContext } from 'node:test';
import * as fc from 'fast-check';
import type { HttpStep } from '#dist/core/dialect-spec.js';
import { BatchPace } from '#dist/engine/worker/batches/batch-pace.js';
import { nobodyManaged } from '#dist/engine/main/failures.js';
import { register } from '#dist/engine/worker/phases/accounts.js';
import { PhaseMeter } from '#dist/engine/worker/phases/phase.js';
import { planFor } from '../../../helpers/run/engine-run.js';
import { BARE, workerFor } from '../../../helpers/run/one-worker.js';
import { portOf } from '../../../helpers/wire/listen.js';

const LIMITS = { mostUsers: 200, mostRequests: 4, timeoutMs: 60_000 };

/** Requests, one after the other, at a server that takes so long for a user; how long each was. */
function requestsFor(users: number, msAUser: number, pace: BatchPace): number[] {
  const sizes: number[] = [];
  for (let left = users; left > 0; ) {
    const size = Math.min(left, pace.users);
    sizes.push(size);
    left -= size;
    // What is under way at once shares one processor.
    const tookMs = size * msAUser * pace.requests;
    if (tookMs > LIMITS.timeoutMs) pace.overloaded(size);
    else pace.answered(size, tookMs);
  }
  return sizes;
}

describe('The pace of batches', () => {
  it('grows to what the dialect and the limits allow, where the server is fast', () => {
    const pace = new BatchPace(LIMITS);
    assert.deepEqual([pace.users, pace.requests], [10, 1]);
    assert.deepEqual(requestsFor(1000, 0.1, pace), [10, 20, 40, 80, 160, 200, 200, 200, 90]);
    assert.deepEqual([pace.users, pace.requests], [200, 4]);
  });

  it('stays where answers take two seconds, on one core and 90 ms a hash', () => {
    const pace = new BatchPace(LIMITS);
    assert.deepEqual(requestsFor(300, 90, pace), [10, 20, 40, 40, 40, 40, 40, 40, 30]);
    assert.deepEqual([pace.users, pace.requests], [40, 1]);
  });

  it('is halved by answers that are on their way to the time-out, and by time-outs, at once as well', () => {
    const pace = new BatchPace(LIMITS);
    requestsFor(1000, 0.1, pace);
    pace.answered(200, 20_000);
    assert.deepEqual([pace.users, pace.requests], [100, 4]);
    pace.overloaded(100);
    assert.deepEqual([pace.users, pace.requests], [50, 2]);
    // Sent together with the first, before it was known.
    pace.overloaded(100);
    assert.deepEqual([pace.users, pace.requests], [50, 1]);
  });

  it('never leaves its bounds, whatever a server does', () => {
    const answer = fc.record({ users: fc.integer({ min: 1, max: 200 }), tookMs: fc.integer({ min: 0, max: 70_000 }) });
    const limits = fc.record({
      mostUsers: fc.integer({ min: 1, max: 500 }),
      mostRequests: fc.integer({ min: 1, max: 16 }),
      timeoutMs: fc.integer({ min: 1, max: 60_000 }),
    });
    fc.assert(
      fc.property(limits, fc.array(answer), ({ mostUsers, mostRequests, timeoutMs }, answers) => {
        const pace = new BatchPace({ mostUsers, mostRequests, timeoutMs });
        for (const { users, tookMs } of answers) {
          if (tookMs > timeoutMs) pace.overloaded(users);
          else pace.answered(users, tookMs);
          assert.ok(pace.users >= 1 && pace.users <= mostUsers, `${pace.users} users`);
          assert.ok(pace.requests >= 1 && pace.requests <= mostRequests, `${pace.requests} requests`);
        }
      }),
    );
  });
});

const STEP: HttpStep = {
  method: 'POST',
  path: '/signup',
  headers: {},
  accept: [201],
  acceptOnRetry: [],
  retry: false,
  capture: {},
  batch: {
    path: '/signups',
    size: 200,
    item: '{{user.name}}',
    body: '{{items}}',
    accept: [201],
    results: 'created',
    key: 'name',
  },
};

interface Signups {
  readonly sizes: readonly number[];
  readonly meter: PhaseMeter;
}

/** Registers users at a server. @param msFor so many users together, from when they come to when it answers */
async function signUp(
  test: TestContext,
  users: number,
  msFor: (users: number) => number,
  over: { readonly httpTimeoutMs: number; readonly retry?: boolean },
): Promise<Signups> {
  const sizes: number[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (more: string) => (text += more));
    request.on('end', () => {
      const names = JSON.parse(text) as string[];
      sizes.push(names.length);
      setTimeout(
        () => response.writeHead(201).end(JSON.stringify({ created: names.map((name) => ({ name })) })),
        msFor(names.length),
        // An answer that nobody waits for keeps nobody.
      ).unref();
    });
  });
  const port = await portOf(server);
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const http = { register: { ...STEP, retry: over.retry ?? false } };
  const { limits } = await planFor(`http://127.0.0.1:${port}`);
  const { context } = await workerFor(test, `ws://127.0.0.1:${port}/`, users, {
    dialect: { ...BARE, http },
    limits: { ...limits, httpTimeoutMs: over.httpTimeoutMs },
  });
  const meter = new PhaseMeter(context.tally);
  await register.run(
    { ...context, concurrency: { http: 4, connect: 1, reads: 0 } },
    meter,
    new AbortController().signal,
  );
  return { sizes, meter };
}

/** A server that does one thing after the other. */
function oneCore(msAUser: number): (users: number) => number {
  let freeAtMs = 0;
  return (users) => {
    freeAtMs = Math.max(freeAtMs, performance.now()) + users * msAUser;
    return freeAtMs - performance.now();
  };
}

describe('Sign-ups in batches', { concurrency: 4 }, () => {
  it('are all taken by a server that a full batch would be too much for', async (test) => {
    // A batch of 200 would take 1 s, four at once 4 s: beyond the second that an answer may take.
    const { sizes, meter } = await signUp(test, 240, oneCore(5), { httpTimeoutMs: 1000 });
    assert.equal(meter.tally.succeeded, 240);
    assert.equal(
      sizes.reduce((sum, size) => sum + size, 0),
      240,
    );
    assert.ok(Math.max(...sizes) <= 80, sizes.join());
  });

  it('are as large as the dialect says where the server is fast', async (test) => {
    const { sizes, meter } = await signUp(test, 600, oneCore(0.01), { httpTimeoutMs: 60_000 });
    assert.equal(meter.tally.succeeded, 600);
    assert.deepEqual(sizes.slice(0, 6), [10, 20, 40, 80, 160, 200]);
  });

  it('that are not answered in time are made again in smaller ones, where the dialect allows it', async (test) => {
    const { sizes, meter } = await signUp(test, 12, (users) => (users > 3 ? 60_000 : 0), {
      httpTimeoutMs: 300,
      retry: true,
    });
    assert.deepEqual(meter.tally, { total: 12, attempted: 12, succeeded: 12, failed: 0 });
    assert.equal(sizes[0], 10);
  });

  it('that are not answered in time say how large they were, how many at once, and what can be changed', async (test) => {
    const { meter } = await signUp(test, 12, () => 60_000, { httpTimeoutMs: 100 });
    assert.deepEqual(meter.tally, { total: 12, attempted: 12, succeeded: 0, failed: 12 });
    const plan = await planFor('http://127.0.0.1:1');
    const { message, hint } = nobodyManaged({ phase: 'register', failures: meter.failures }, plan);
    assert.equal(
      message,
      'Nobody could register: a request for 10 users, 1 at once: no answer within 100 ms (network.timeout, 12 times).',
    );
    assert.match(hint ?? '', /60s|1m/);
    assert.match(
      hint ?? '',
      /\(limits\.httpTimeout\).*limits\.httpConcurrency \(4\), http\.register\.batch\.size of the dialect \(200\)/,
    );
  });
});
