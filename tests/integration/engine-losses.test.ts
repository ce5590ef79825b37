import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { ServerOptions } from 'socket.io';
import { StartError } from '#dist/core/errors.js';
import { startRun } from '#dist/engine/main/run.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { contradictions, planFor } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { dialectFile, plainChat } from '../helpers/wire/plain-chat.js';

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
