import assert from 'node:assert/strict';
import test from 'node:test';
import type { ServerWatch } from '#dist/core/server-watch.js';
import { startRun } from '#dist/engine/main/run.js';
import type { HeldTrial } from '#dist/metrics/held-trial.js';
import { rawPercentileUs } from '#dist/metrics/latency-summary.js';
import { contradictions, planFor, practiceFor } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { startQueueingChat } from '../helpers/wire/queueing-chat.js';

/** Holds loads one after the other, on the connections of one run. */
async function holdAll(
  target: string,
  loads: readonly (readonly [messagesPerSecond: number, durationMs: number])[],
  flags: Parameters<typeof planFor>[1] = {},
  watch?: ServerWatch,
): Promise<(HeldTrial | undefined)[]> {
  const plan = await planFor(target, flags);
  const held: (HeldTrial | undefined)[] = [];
  await startRun(plan, {
    startWorker: inProcess(),
    watch,
    trials: async (stage) => {
      for (const [messagesPerSecond, durationMs] of loads)
        held.push(await stage.hold({ load: messagesPerSecond, messagesPerSecond, durationMs }));
    },
  }).outcome;
  return held;
}

test('each trial is counted by itself, on connections that stay', async (t) => {
  const server = await practiceFor(t);
  const held = await holdAll(server.url, [
    [100, 500],
    [200, 1000],
    [40, 500],
  ]);
  assert.deepEqual(
    held.map((trial) => trial?.outcome.counters.sent),
    [50, 200, 20],
  );
  for (const trial of held) {
    assert.ok(trial !== undefined);
    assert.equal(trial.isSettled, true);
    assert.equal(trial.users, 12);
    const { expected, received, lost } = trial.outcome.deliveries;
    assert.deepEqual([received, lost], [expected, 0]);
    assert.deepEqual(contradictions(trial.outcome), []);
  }
  const { connections, messages } = server.truth();
  assert.equal(connections.accepted, 12);
  assert.ok(messages.received >= 270);
  assert.ok((held[2]?.atMs ?? 0) >= 1500);
});

test('a server that is watched is seen in the seconds of each trial', async (t) => {
  const server = await practiceFor(t);
  const watch = { pid: process.pid, url: null, series: [] };
  const loads = [
    [100, 1000],
    [100, 2100],
  ] as const;
  const held = await holdAll(server.url, loads, {}, watch);
  for (const [index, trial] of held.entries()) {
    const seconds = (trial?.outcome.timeline ?? []).filter(({ serverRssBytes }) => serverRssBytes !== null);
    assert.equal(seconds[0]?.second, 0, `trial ${index + 1}`);
    assert.ok((seconds[0]?.serverRssBytes ?? 0) > 1e6);
    assert.ok(seconds.every(({ second }) => second * 1000 <= (loads[index]?.[1] ?? 0) + 2000));
    assert.equal(trial?.outcome.server?.pid, process.pid);
  }
});

test('late copies of an earlier trial are none of the next, whose own times they do not touch', async (t) => {
  // A second at four times what the server can take leaves a backlog of three; a drain of 100 ms does not wait for it.
  const { url, dialect } = await startQueueingChat(t, { messagesPerSecond: 100 });
  const held = await holdAll(
    url,
    [
      [400, 1000],
      [50, 1000],
    ],
    { dialect, drain: '100ms' },
  );
  const [overloaded, easy] = held;
  assert.ok(overloaded !== undefined && easy !== undefined);
  assert.ok(overloaded.outcome.deliveries.lost > 800);
  assert.equal(overloaded.isSettled, true);
  assert.ok(overloaded.settleMs > 2000);
  assert.deepEqual(
    [
      easy.outcome.counters.sent,
      easy.outcome.deliveries.lost,
      easy.outcome.counters.duplicated,
      easy.outcome.counters.late,
    ],
    [50, 0, 0, 0],
  );
  assert.ok((rawPercentileUs(easy.outcome.latency.fanout, 'p99') ?? 0) < 500_000);
});

test('a backlog that does not go away is waited for no longer, and its copies are late ones of the next trial', async (t) => {
  const server = await practiceFor(t, ['delay=4s']);
  const [first, second] = await holdAll(
    server.url,
    [
      [20, 500],
      [20, 2000],
    ],
    { drain: '100ms' },
  );
  assert.equal(first?.isSettled, false);
  assert.equal(second?.outcome.counters.late, 40);
  assert.equal(second.outcome.deliveries.received, 0);
  assert.equal(second.outcome.counters.duplicated, 0);
});

test('people come as trials need them, with accounts and rooms, and those beyond a trial are silent', async (t) => {
  const server = await practiceFor(t);
  const plan = await planFor(server.url, { users: '40', rooms: '10', roomSize: '4' });
  const seen: [users: number | undefined, sent: number | undefined, expected: number | undefined, accepted: number][] =
    [];
  await startRun(plan, {
    startWorker: inProcess(),
    admitted: 4,
    trials: async (stage) => {
      for (const users of [4, 8, 30, 8]) {
        const messagesPerSecond = users * 10;
        const held = await stage.hold({ load: users, users, messagesPerSecond, durationMs: 400 });
        const { counters, deliveries } = held?.outcome ?? {};
        seen.push([held?.users, counters?.sent, deliveries?.expected, server.truth().connections.accepted]);
        assert.equal(deliveries?.lost, 0);
      }
    },
  }).outcome;
  assert.deepEqual(seen, [
    [4, 16, 64, 4],
    [8, 32, 128, 8],
    // Seven rooms of four, and two people in an eighth.
    [30, 120, 464, 30],
    [8, 32, 128, 30],
  ]);
});
