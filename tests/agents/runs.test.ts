import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRunSecrets } from '#dist/core/run-secrets.js';
import type { HeldTrial } from '#dist/metrics/held-trial.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { agentFor, runOn } from '../helpers/agents/agent-run.js';
import { redisFor, whyNoRedis } from '../helpers/agents/redis-server.js';
import { contradictions, planFor, practiceFor } from '../helpers/run/engine-run.js';
import { startRunHere } from '../helpers/run/in-process-worker.js';

const skip = whyNoRedis();

/** What is counted, by whatever is counted. */
function countsOf(outcome: RunOutcome): unknown {
  const { counters, deliveries, phases, rooms, errors } = outcome;
  const { sent, intended, completed, received, duplicated, reordered, refused } = counters;
  return {
    counted: { sent, intended, completed, received, duplicated, reordered, refused },
    deliveries,
    phases: phases.map(({ name, attempted, succeeded, failed }) => ({ name, attempted, succeeded, failed })),
    rooms: rooms.map(({ members, sent: own }) => `${members} ${own}`).toSorted(),
    errors,
  };
}

describe('Three agents that serve one run after the other', { skip, concurrency: 1 }, async () => {
  const faults = ['lose-message=1/13', 'error=1/29', 'duplicate=1/31'];

  it('count what one process counts, tell nobody its secrets, leave nothing behind, and hold the trials of a search', async (test) => {
    const { broker } = await redisFor(test);
    const agents = ['one', 'two', 'three'].map((name) => agentFor(test, broker, name));
    const server = await practiceFor(test, faults);
    const secrets = createRunSecrets();
    const first = await runOn(broker, await planFor(server.url, { roomSize: 'all', drain: '500ms' }), 3, { secrets });
    const connection = await broker.open();
    test.after(() => connection.close());
    let stored = '';
    for await (const event of first.run.events) {
      if (event.type !== 'phase-start' || event.phase !== 'flood') continue;
      for (const key of (await connection.ask('KEYS', 'nyl:v1:*')) as string[])
        if (!key.endsWith('lease')) stored += JSON.stringify(await connection.ask('XRANGE', key, '-', '+'));
    }
    const divided = await first.run.outcome;
    await first.dismiss();
    const alone = await practiceFor(test, faults);
    const whole = await startRunHere(await planFor(alone.url, { roomSize: 'all', drain: '500ms' })).outcome;
    assert.deepEqual(countsOf(divided), countsOf(whole));
    assert.deepEqual(contradictions(divided), []);
    assert.deepEqual([divided.counters.sent > 100, divided.deliveries.duplicated > 0], [true, true]);
    // What went through the broker is the plan, in which the secrets are sealed.
    assert.match(stored, /newyear|minitalk/);
    assert.ok(!stored.includes(secrets.passwordKey) && !/Pw-1[0-9a-z]{8}/.test(stored));

    const { agents: rows, workers } = divided;
    assert.deepEqual(rows.map(({ name, workers: count, isLost }) => `${name} ${count} ${isLost}`).toSorted(), [
      'one 1 false',
      'three 1 false',
      'two 1 false',
    ]);
    assert.deepEqual(new Set(workers.map(({ agent }) => agent)), new Set(['one', 'two', 'three']));
    assert.ok(
      rows.every(
        ({ cpuSeconds, peakRssBytes, clockErrorMs }) => cpuSeconds > 0 && peakRssBytes > 1e7 && clockErrorMs < 20,
      ),
    );
    assert.equal(server.truth().signups, 12);

    const trials: (HeldTrial | undefined)[] = [];
    const search = await runOn(broker, await planFor(server.url, { roomSize: 'all', drain: '500ms' }), 3, {
      trials: async (stage) => {
        for (const messagesPerSecond of [50, 100])
          trials.push(await stage.hold({ load: messagesPerSecond, messagesPerSecond, durationMs: 500 }));
      },
    });
    await search.run.outcome;
    await search.dismiss();
    assert.deepEqual(
      trials.map((trial) => trial?.outcome.counters.sent),
      [25, 50],
    );
    assert.deepEqual(
      agents.map(({ lines }) => lines.filter((line) => line.endsWith('is over.')).length),
      [2, 2, 2],
    );
    // What is left of a queue is its stream alone.
    assert.deepEqual(await connection.ask('KEYS', '*'), ['nyl:v1:{default}:slots']);
    assert.equal(await connection.ask('XLEN', 'nyl:v1:{default}:slots'), 0);
  });
});
