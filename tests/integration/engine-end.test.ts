import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { StartError } from '#dist/core/errors.js';
import { startRun } from '#dist/engine/main/run.js';
import { startPracticeServer } from '#dist/practice/server.js';
import { atPhase, contradictions, follow, measure, planFor, practiceFor } from '../helpers/run/engine-run.js';
import { portOf } from '../helpers/wire/listen.js';
import { eventually } from '../helpers/eventually.js';
import { startRunHere } from '../helpers/run/in-process-worker.js';

/** Far more than a run needs to end, however busy the machine is. */
const SOON_MS = 20_000;

/** The error that a run against `target` must end with. */
async function startError(target: string, limits: { readonly connectTimeoutMs?: number } = {}): Promise<StartError> {
  const plan = await planFor(target);
  const outcome: unknown = await startRunHere({ ...plan, limits: { ...plan.limits, ...limits } }).outcome.catch(
    (thrown: unknown) => thrown,
  );
  assert.ok(outcome instanceof StartError, 'the run started');
  assert.ok((outcome.hint ?? '').length > 0, 'there is nothing that the user could try');
  return outcome;
}

/** A server that takes connections and never says a word. */
async function silentServer(test: TestContext): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  test.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${await portOf(server)}`;
}

describe('A run that cannot start', { concurrency: 3 }, () => {
  it('says that nothing answers', async () => {
    const unused = createServer();
    const port = await portOf(unused);
    await new Promise((resolve) => unused.close(resolve));
    const { message } = await startError(`http://127.0.0.1:${port}`);
    assert.match(message, new RegExp(`^Nothing answers at http://127\\.0\\.0\\.1:${port} .*ECONNREFUSED`));
  });

  it('says that something else answers where there is no Socket.IO', async (test) => {
    const html = createServer((_request, response) => response.writeHead(200).end('<h1>It works!</h1>'));
    test.after(() => html.close());
    const { message } = await startError(`http://127.0.0.1:${await portOf(html)}`);
    assert.match(message, /no Socket\.IO server at \/socket\.io\//);
    assert.match(message, /HTTP 200/);
  });

  it('does not wait for ever for a server that says nothing', async (test) => {
    const { message } = await startError(await silentServer(test), { connectTimeoutMs: 100 });
    assert.match(message, /accepts connections and does not answer: .*100 ms\.$/);
  });

  it('says that nobody could register, and why', async (test) => {
    const server = await practiceFor(test, ['refuse-signup=1/1']);
    const { message } = await startError(server.url);
    assert.match(message, /^Nobody could register: .*Failed to create user.* \(server\.batch-refused, 12 times\)\.$/s);
  });

  it('says that nobody could connect, and why', async (test) => {
    const server = await practiceFor(test);
    const plan = await planFor(server.url);
    const socket = { ...plan.dialect.socket, query: { token: 'forged' } };
    const run = startRunHere({ ...plan, dialect: { ...plan.dialect, socket } });
    await assert.rejects(run.outcome, (error: Error) => {
      assert.ok(error instanceof StartError);
      assert.match(error.message, /^Nobody could connect: .*Authentication error/s);
      return true;
    });
    await eventually(() => server.truth().connections.open === 0);
  });

  it('says that no room was joined, when the server refuses all of them', async (test) => {
    const server = await practiceFor(test);
    const plan = await planFor(server.url);
    const join = { event: 'join_room', args: [{ roomId: 'nowhere' }] };
    const run = startRunHere({ ...plan, dialect: { ...plan.dialect, events: { ...plan.dialect.events, join } } });
    await assert.rejects(run.outcome, /No room was joined by two users: .*You are not a member/s);
    await eventually(() => server.truth().connections.open === 0);
  });

  it('ends the stream of its events', async (test) => {
    const server = await practiceFor(test, ['refuse-signup=1/1']);
    const run = startRunHere(await planFor(server.url));
    const [outcome] = await Promise.allSettled([run.outcome, follow(run, () => undefined)]);
    assert.equal(outcome.status, 'rejected');
  });
});

describe('A run that is stopped', { concurrency: 3 }, () => {
  for (const phase of ['register', 'login', 'rooms', 'connect', 'join', 'flood', 'drain', 'disconnect']) {
    it(`in the phase ${phase} leaves and says what it knows`, async (test) => {
      // Hashing that takes long, and copies that are long on their way, so that there is something to interrupt.
      const isHashing = phase === 'register' || phase === 'login';
      const server = await practiceFor(test, ['delay=300ms'], isHashing ? { hashCost: 2 ** 12 } : {});
      const run = startRunHere(await planFor(server.url));
      const startedAtMs = performance.now();
      const outcome = await atPhase(run, phase, () => run.stop('SIGINT'));
      assert.ok(performance.now() - startedAtMs < SOON_MS);
      assert.equal(outcome.interruption, 'SIGINT');
      assert.deepEqual(contradictions(outcome), []);
      const names = outcome.phases.map(({ name }) => name);
      assert.ok(names.includes(phase as (typeof names)[number]), names.join(' '));
      assert.equal(names.at(-1), 'disconnect');
      assert.equal(names.includes('flood'), ['flood', 'drain', 'disconnect'].includes(phase));
      if (!names.includes('flood')) assert.equal(outcome.counters.sent, 0);
      await eventually(() => server.truth().connections.open === 0);
    });
  }

  it('in the middle of the flood waits for what is on its way, and asks for no more', async (test) => {
    const server = await practiceFor(test, ['delay=200ms']);
    const run = startRun(await planFor(server.url, { duration: '30s' }));
    const outcome = await atPhase(run, 'flood', () => setTimeout(() => run.stop('SIGTERM'), 500));
    assert.equal(outcome.interruption, 'SIGTERM');
    assert.deepEqual(contradictions(outcome), []);
    assert.ok(outcome.counters.sent > 0 && outcome.counters.sent < 1500);
    assert.equal(outcome.deliveries.lost, 0);
    assert.ok(outcome.floodMs < SOON_MS);
  });

  it('before the target has answered ends at once', async (test) => {
    const run = startRunHere(await planFor(await silentServer(test)));
    setTimeout(() => run.stop('SIGINT'), 100);
    const startedAtMs = performance.now();
    const outcome = await run.outcome;
    assert.ok(performance.now() - startedAtMs < SOON_MS);
    assert.equal(outcome.interruption, 'SIGINT');
    assert.deepEqual(outcome.phases, []);
  });

  it('while it waits for the first message to come back begins no flood', async (test) => {
    const server = await practiceFor(test, ['lose-message=1/1']);
    const run = startRunHere(await planFor(server.url));
    const outcome = await atPhase(run, 'join', () => setTimeout(() => run.stop('SIGINT'), 600));
    assert.equal(outcome.interruption, 'SIGINT');
    assert.equal(outcome.counters.sent, 0);
    assert.ok(!outcome.phases.some(({ name }) => name === 'flood'));
  });

  it('twice ends no differently', async (test) => {
    const server = await practiceFor(test);
    const run = startRunHere(await planFor(server.url, { duration: '30s' }));
    const outcome = await atPhase(run, 'flood', () => {
      run.stop('SIGINT');
      setTimeout(() => run.stop('SIGTERM'), 20);
    });
    assert.equal(outcome.interruption, 'SIGINT');
    assert.deepEqual(contradictions(outcome), []);
  });
});

describe('A run that is abandoned', { concurrency: 3 }, () => {
  for (const phase of ['register', 'connect', 'flood', 'drain']) {
    it(`in the phase ${phase} says what it knows by then`, async (test) => {
      const server = await practiceFor(test, ['delay=1400ms'], phase === 'register' ? { hashCost: 2 ** 12 } : {});
      const run = startRunHere(await planFor(server.url, { drain: '30s' }));
      const outcome = await atPhase(run, phase, () => setTimeout(() => run.abandon(), 50));
      assert.deepEqual(contradictions(outcome), []);
      assert.ok(outcome.durationMs < SOON_MS);
      if (phase === 'drain') assert.equal(outcome.deliveries.lost, outcome.deliveries.expected);
    });
  }

  it('before the target has answered ends at once', async (test) => {
    const run = startRunHere(await planFor(await silentServer(test)));
    run.abandon();
    assert.deepEqual((await run.outcome).phases, []);
  });
});

describe('A run whose server', { concurrency: 3 }, () => {
  it('goes away in the middle still adds up, and counts every connection that it lost', async (test) => {
    const server = await startPracticeServer();
    test.after(() => server.close());
    const run = startRunHere(await planFor(server.url, { duration: '1500ms', drain: '500ms' }));
    const outcome = await atPhase(run, 'flood', () => setTimeout(() => void server.close(), 600));
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(outcome.interruption, 'target-lost');
    assert.deepEqual([outcome.connections.opened, outcome.connections.lost], [12, 12]);
    assert.deepEqual([outcome.connections.openAtEnd, outcome.connections.reconnects], [0, 0]);
    const { intended, sent, unsendable } = outcome.counters;
    assert.equal(intended, 180);
    assert.equal(sent + unsendable, intended);
    assert.ok(unsendable > 0 && sent > 0);
    assert.equal(outcome.unsentWritable, 0);
    assert.ok((outcome.errors['network.ECONNREFUSED'] ?? 0) > 0);
    const closed = (outcome.errors['server.closed'] ?? 0) + (outcome.errors['network.closed'] ?? 0);
    assert.equal(closed + (outcome.errors['server.disconnected'] ?? 0), 12);
    const lostBeforeAnswer = outcome.counters.sent + 1 - server.truth().messages.received;
    assert.ok(outcome.deliveries.lost <= lostBeforeAnswer * 4);
  });

  it('comes back is found again by everybody', async (test) => {
    const server = await practiceFor(test, ['cut=100%@300ms']);
    const outcome = await startRunHere(await planFor(server.url, { duration: '2s' })).outcome;
    assert.deepEqual(contradictions(outcome), []);
    assert.deepEqual([outcome.connections.lost, outcome.connections.reconnects], [12, 12]);
    assert.equal(outcome.connections.openAtEnd, 12);
    assert.ok(outcome.deliveries.receiverGone >= 0);
  });

  it('forgets its users does not keep the others from their run', async (test) => {
    const { outcome } = await measure(test, ['forget-user=1/6']);
    assert.deepEqual(contradictions(outcome), []);
    assert.equal(outcome.deliveries.lost, 0);
  });
});
