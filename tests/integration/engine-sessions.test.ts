import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sumOf } from '#dist/core/numbers.js';
import type { RunPlan } from '#dist/core/plan.js';
import { pausesOf } from '#dist/load/sessions.js';
import { contradictions, MEMBERS, measure } from '../helpers/run/engine-run.js';

const FLAGS = { rate: '600', duration: '1500ms', drain: '1s', sessions: '300ms-600ms:150ms-250ms' };

for (const workers of ['1', '3']) {
  test(`with ${workers} workers users leave and come back as planned, which is no error, loses nothing, and misses what the server says`, async (t) => {
    const { plan, outcome, truth } = await measure(t, [], { ...FLAGS, workers }, { cpuCount: 8 });
    const { counters, connections, deliveries, sessions } = outcome;
    assert.ok(plan.sessions && sessions);
    assert.deepEqual(contradictions(outcome), []);
    assert.deepEqual([outcome.errors, outcome.interruption], [{}, null]);
    assert.deepEqual([connections.lost, connections.reconnects], [0, 0]);
    // Everybody leaves at its times, which are the same at every number of workers, unless a busy machine has not brought it back by then.
    const leaves = sumOf(Array.from({ length: plan.users }, (_, user) => leavesOf(plan, user)));
    assert.ok(leaves > 20 && sessions.left > leaves / 4 && sessions.left <= leaves, `${sessions.left} of ${leaves}`);
    assert.deepEqual([sessions.recovered, sessions.untaken], [0, 0]);
    const away = sessions.left - sessions.back;
    assert.equal(away, sessions.stillAway + sessions.neverBack);
    assert.equal(connections.openAtEnd, plan.users - away);
    const returned = truth.connections.accepted - plan.users;
    assert.ok(returned >= sessions.back && returned <= sessions.left, `${returned}`);
    assert.ok(counters.senderAway > 0);
    assert.equal(counters.intended, 900);
    assert.equal(counters.sent + counters.senderAway + counters.unsendable, counters.intended);
    assert.equal(truth.messages.received, counters.sent + (outcome.firstMessages ?? 0));
    assert.deepEqual([deliveries.expected, deliveries.lost], [counters.sent * MEMBERS, 0]);
    const made = truth.copies.delivered - (outcome.firstMessages ?? 0) * MEMBERS;
    assert.equal(sessions.missed, made + truth.copies.absent - deliveries.received);
    assert.equal(deliveries.receiverGone, sessions.missed);
  });
}

/** How often a user is to leave before the end. */
function leavesOf(plan: RunPlan, user: number): number {
  let count = 0;
  if (plan.sessions === undefined) return count;
  for (const { leaveUs } of pausesOf(plan, plan.sessions, user)) {
    if (leaveUs >= plan.durationMs * 1000) break;
    count++;
  }
  return count;
}
