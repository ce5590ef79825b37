import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { ServerOptions, Socket } from 'socket.io';
import { StartError } from '#dist/core/errors.js';
import { startRun } from '#dist/engine/main/run.js';
import { inEnglish } from '#dist/core/language/words.js';
import { findingsOf } from '#dist/judgement/findings/index.js';
import { verdictOf } from '#dist/judgement/verdict.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { buildReport } from '#dist/report/build-report.js';
import { headlineOf } from '#dist/report/headline.js';
import { reportContext } from '../helpers/report/outcome.js';
import { atPhase, contradictions, MEMBERS, planFor } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { dialectFile, plainChat } from '../helpers/wire/plain-chat.js';
import { swallowingProxy } from '../helpers/wire/swallowing-proxy.js';

/** Twelve users in three rooms of a chat that does as it is told, for a second. */
async function runOn(test: TestContext, options: Partial<ServerOptions>): Promise<RunOutcome> {
  const target = await plainChat(
    test,
    (socket, io) => {
      socket.on('enter', (room: string) => socket.join(room));
      socket.on('say', (room: string, text: string) => io.to(room).emit('said', text));
    },
    options,
  );
  const dialect = await dialectFile(test, {
    events: {
      join: { event: 'enter', args: ['{{room.name}}'] },
      send: { event: 'say', args: ['{{room.name}}', '{{message.text}}'] },
      receive: 'said',
    },
  });
  return await startRun(await planFor(target, { dialect, rate: '60' }), { startWorker: inProcess() }).outcome;
}

describe('Messages that are larger than the server takes', () => {
  it('are not sent: the run does not start, and says why', async (test) => {
    await assert.rejects(runOn(test, { maxHttpBufferSize: 60 }), (error) => {
      assert.ok(error instanceof StartError);
      assert.match(
        error.message,
        /^The server takes no message above 60 bytes \(maxPayload in its handshake, maxHttpBufferSize in its settings\), and the largest of this run has 1\d\d: /,
      );
      assert.match(error.hint ?? '', /maxHttpBufferSize/);
      return true;
    });
  });

  it('are told from those that just fit', async (test) => {
    let largest = 0;
    await assert.rejects(runOn(test, { maxHttpBufferSize: 90 }), (error) => {
      largest = Number(/this run has (\d+):/.exec(error instanceof Error ? error.message : '')?.[1]);
      return true;
    });
    const outcome = await runOn(test, { maxHttpBufferSize: largest });
    assert.deepEqual(contradictions(outcome), []);
    assert.deepEqual([outcome.counters.sent, outcome.deliveries.received, outcome.errors], [60, 240, {}]);
    await assert.rejects(runOn(test, { maxHttpBufferSize: largest - 1 }), /maxPayload/);
  });
});

/** How rooms of four speak with the chats below. */
const DIALECT = {
  events: {
    join: { event: 'enter', args: ['{{room.name}}'] },
    send: { event: 'say', args: ['{{room.name}}', '{{message.text}}'] },
    receive: 'said',
  },
  echo: true,
};

/** Closes the connection of a socket with a code, as `ws` does for a message that it does not take. */
function closeWith(socket: Socket, code: number, reason: string): void {
  const { transport } = socket.conn as unknown as {
    transport: { socket: { close(code: number, reason: string): void } };
  };
  transport.socket.close(code, reason);
}

describe('Messages at which the server closes the connection', () => {
  it('are lost as a whole, and nothing is counted as gone: no run without a delivery has lost little', async (test) => {
    let isClosing = false;
    const target = await plainChat(test, (socket, io) => {
      socket.on('enter', (room: string) => socket.join(room));
      socket.on('say', (room: string, text: string) => {
        if (isClosing) closeWith(socket, 1009, 'too big');
        else io.to(room).emit('said', text);
      });
    });
    const plan = await planFor(target, { dialect: await dialectFile(test, DIALECT), drain: '300ms' });
    const outcome = await atPhase(startRun(plan, { startWorker: inProcess() }), 'flood', () => (isClosing = true));
    assert.deepEqual(contradictions(outcome), []);
    const { expected, received, lost, unconfirmed, receiverGone } = outcome.deliveries;
    assert.equal(expected, outcome.counters.sent * MEMBERS);
    assert.deepEqual([received, lost, unconfirmed, receiverGone], [0, expected, expected, 0]);
    assert.equal(outcome.connections.lost, outcome.errors['server.closed']);
    assert.deepEqual(outcome.reasons, [
      { kind: 'server.closed', text: '1009 too big', count: outcome.connections.lost },
    ]);
    const report = buildReport(outcome, reportContext({ thresholds: ['lost<5%', 'lost==0'] }));
    assert.deepEqual(
      report.thresholds.map(({ expression, passed }) => [expression, passed]),
      [
        ['lost<5%', false],
        ['lost==0', false],
        // A run without a delivery fails by itself.
        ['delivered>0', false],
      ],
    );
    assert.match(headlineOf(report).text, /^LOST: [\d,]+ of [\d,]+ deliveries lost \(100 %\)/);
  });
});

describe('A network that swallows everything, and whose connections then turn out to be dead', () => {
  it('makes losses of exactly the messages that never reached the server', async (test) => {
    let got = 0;
    const target = await plainChat(test, (socket, io) => {
      socket.on('enter', (room: string) => socket.join(room));
      socket.on('say', (room: string, text: string) => {
        got++;
        io.to(room).emit('said', text);
      });
    });
    const { url, outage } = await swallowingProxy(test, target);
    const plan = await planFor(url, { dialect: await dialectFile(test, DIALECT), duration: '2s', drain: '500ms' });
    const run = startRun(plan, { startWorker: inProcess() });
    const outcome = await atPhase(run, 'flood', () => {
      got = 0;
      void outage(400, 400);
    });
    assert.deepEqual(contradictions(outcome), []);
    const swallowed = outcome.counters.sent - got;
    assert.ok(swallowed > 10, `${swallowed} were swallowed`);
    assert.equal(outcome.deliveries.lost, swallowed * MEMBERS);
    assert.equal(outcome.deliveries.unconfirmed, swallowed * MEMBERS);
    assert.match(findingsOf(outcome, verdictOf(outcome)).map(inEnglish).join('\n'), /^They were in flight: /m);
  });
});

describe('Several processes without a shared adapter', () => {
  it('are seen in who hears whom', async (test) => {
    let connections = 0;
    let isSplit = false;
    const target = await plainChat(test, (socket, io) => {
      const process = connections++ % 2;
      socket.on('enter', (room: string) => socket.join([room, `${room} at ${process}`]));
      socket.on('say', (room: string, text: string) =>
        io.to(isSplit ? `${room} at ${process}` : room).emit('said', text),
      );
    });
    const flags = { users: '12', rooms: '3', roomSize: '4', rate: '200', drain: '300ms' };
    const plan = await planFor(target, { ...flags, dialect: await dialectFile(test, DIALECT) });
    const outcome = await atPhase(startRun(plan, { startWorker: inProcess() }), 'flood', () => (isSplit = true));
    assert.deepEqual(contradictions(outcome), []);
    const { total, deaf, deafCopies, splitRooms } = outcome.pairs;
    assert.ok(total > 0 && deaf > 0 && splitRooms > 0, JSON.stringify(outcome.pairs));
    assert.equal(deafCopies, outcome.deliveries.lost);
    const found = findingsOf(outcome, verdictOf(outcome)).map(inEnglish).join('\n');
    assert.match(found, /pairs of sender and receiver never hear each other: .* shared adapter\?$/m);
  });
});
