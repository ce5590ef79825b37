import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { startRun } from '#dist/engine/main/run.js';
import { courseOf } from '#dist/judgement/course.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { verdictOf } from '../helpers/report/verdict.js';
import { measure, planFor } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { dialectFile, plainChat } from '../helpers/wire/plain-chat.js';

/** How long one message keeps the server of {@link queueing} busy. */
const BUSY_MS = 15;

/** A flood against a chat that deals with one message after the other. */
async function queueing(test: TestContext, rate: string): Promise<RunOutcome> {
  let freeMs = 0;
  const target = await plainChat(test, (socket, io) => {
    socket.on('enter', (room: string) => socket.join(room));
    socket.on('say', (room: string, text: string) => {
      const now = performance.now();
      freeMs = Math.max(now, freeMs) + BUSY_MS;
      setTimeout(() => io.to(room).emit('said', text), freeMs - now);
    });
  });
  const dialect = await dialectFile(test, {
    events: {
      join: { event: 'enter', args: ['{{room.name}}'] },
      send: { event: 'say', args: ['{{room.name}}', '{{message.text}}'] },
      receive: 'said',
    },
  });
  const plan = await planFor(target, { dialect, rate, duration: '6s', drain: '4s' });
  return await startRun(plan, { startWorker: inProcess() }).outcome;
}

// What a busy machine makes of the verdict is another matter.
const VALID = verdictOf('VALID');

describe('The course of a run', { concurrency: 3 }, () => {
  it('shows that a server falls behind which can serve two thirds of what is offered', async (test) => {
    const { fellBehind } = courseOf(await queueing(test, '100'), VALID);
    assert.ok(fellBehind !== null);
    assert.ok(Math.abs(fellBehind.servedPerSecond - 1000 / BUSY_MS) < 10, String(fellBehind.servedPerSecond));
  });

  it('shows nothing of a server that keeps up', async (test) => {
    const { fellBehind, slows } = courseOf(await queueing(test, '30'), VALID);
    assert.deepEqual({ fellBehind, slows }, { fellBehind: null, slows: null });
  });

  it('shows that a server slows with every message', async (test) => {
    const { outcome } = await measure(test, ['slower=400ms'], { duration: '9s', rate: '60', drain: '2s' });
    const { slows } = courseOf(outcome, VALID);
    assert.ok(slows !== null);
    assert.ok(Math.abs(slows.perThousandMs - 400) < 100, String(slows.perThousandMs));
  });
});
