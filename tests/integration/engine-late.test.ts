import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { it, type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Server } from 'socket.io';
import { startRun } from '#dist/engine/main/run.js';
import { summarise } from '#dist/metrics/latency-summary.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { contradictions, planFor } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { portOf } from '../helpers/wire/listen.js';
import { dialectFile } from '../helpers/wire/plain-chat.js';

const DELAY_MS = 600;
const DRAIN_MS = 300;
/** Requests before the flood: everybody registers and logs in. */
const REQUESTS = 24;
/** How long an audit takes at the least, since it logs users in again. */
const LOGIN_MS = 400;

/** A run against a server that delivers late, and takes longer than that for an audit. */
async function lateRun(test: TestContext, audit: boolean): Promise<RunOutcome> {
  let requests = 0;
  const http = createServer((_request, response) => {
    requests++;
    void wait(requests > REQUESTS ? LOGIN_MS : 0).then(() =>
      response.setHeader('content-type', 'application/json').end('{}'),
    );
  });
  const io = new Server(http);
  test.after(() => io.close());
  io.on('connection', (socket) => {
    socket.on('say', (text: string) => setTimeout(() => io.emit('said', text), DELAY_MS));
  });
  const step = { path: '/login', body: { name: '{{user.name}}' } };
  const dialect = await dialectFile(test, {
    http: { register: step, login: step },
    events: { send: 'say', receive: 'said' },
    echo: true,
  });
  const target = `http://127.0.0.1:${await portOf(http)}`;
  const plan = await planFor(target, {
    dialect,
    rooms: undefined,
    roomSize: undefined,
    rate: '60',
    audit,
    drain: `${DRAIN_MS}ms`,
  });
  return await startRun(plan, { startWorker: inProcess() }).outcome;
}

it('what comes after the drain is late and stays lost, whether an audit follows or not', async (test) => {
  const [without, audited] = await Promise.all([lateRun(test, false), lateRun(test, true)]);
  for (const outcome of [without, audited]) {
    assert.deepEqual(contradictions(outcome), []);
    const { expected, lost } = outcome.deliveries;
    // Messages of the last 300 ms of a second.
    assert.ok(lost > expected * 0.15 && lost < expected * 0.45, `${lost} of ${expected} lost`);
    assert.ok((summarise(outcome.latency.fanout).max ?? 0) <= 1000 + DRAIN_MS);
  }
  const { lost } = audited.deliveries;
  assert.equal(audited.counters.late, lost, 'all of them came while the audit went on');
});
