import assert from 'node:assert/strict';
import test from 'node:test';
import type { RunPlan } from '#dist/core/plan.js';
import { estimateRun } from '#dist/load/estimate.js';
import { messageCount } from '#dist/load/arrivals/constant-rate.js';

/** The quick preset, on a server whose users register. */
const QUICK: RunPlan = {
  kind: 'run',
  runId: 'a1b2c3',
  preset: 'quick',
  seed: 1,
  target: 'http://127.0.0.1:4000',
  otherTargets: [],
  users: 30,
  rooms: 10,
  roomSize: { min: 3, max: 8 },
  durationMs: 30_000,
  messagesPerSecond: 100,
  stages: [],
  window: 1,
  drainMs: 5000,
  workers: 4,
  dialect: {
    name: 'test',
    description: 'Registers and sends',
    http: {
      register: {
        method: 'POST',
        path: '/register',
        headers: {},
        accept: [201],
        acceptOnRetry: [409],
        retry: true,
        capture: {},
      },
    },
    socket: { path: '/socket.io/', query: {}, namespace: '/' },
    events: { send: { event: 'message', args: ['{{room.id}}', '{{message.text}}'] } },
  },
  theme: { name: 'test', greetings: ['Happy New Year'], rooms: ['Hall'] },
  thresholds: [],
  alerts: [],
  allowedHosts: [],
  insecure: false,
  audit: false,
  auditShare: 1,
  auditWaitMs: 0,
  canary: true,
  canaryRate: 10,
  limits: {
    httpConcurrency: 10,
    connectConcurrency: 10,
    readConcurrency: 10,
    httpTimeoutMs: 1000,
    connectTimeoutMs: 1000,
    phaseTimeoutMs: 10_000,
    auditTimeoutMs: 10_000,
  },
};

function planOf(overrides: Partial<RunPlan>): RunPlan {
  return { ...QUICK, ...overrides };
}

test('the quick preset asks for 3,000 messages, 32 connections and rooms of 3 to 8', () => {
  const estimate = estimateRun(planOf({}));
  assert.equal(estimate.messages, 3000);
  assert.equal(estimate.connections, 32);
  assert.ok(estimate.memberships >= 30 && estimate.memberships <= 80);
  assert.ok(estimate.meanRoomMembers >= 3 && estimate.meanRoomMembers <= 8);
  assert.equal(estimate.meanRoomMembers, estimate.memberships / 10);
  assert.ok(estimate.fanOut >= estimate.meanRoomMembers && estimate.fanOut <= 8);
  assert.equal(estimate.deliveriesPerSecond, 100 * estimate.fanOut);
  assert.deepEqual(estimate.warnings, []);
});

test('rooms of one size make as many copies of a message as they have members', () => {
  const estimate = estimateRun(planOf({ users: 100, rooms: 10, roomSize: { min: 5, max: 5 } }));
  assert.equal(estimate.memberships, 50);
  assert.equal(estimate.usersInRooms, 50);
  assert.equal(estimate.fanOut, 5);
  assert.equal(estimate.deliveriesPerSecond, 500);
  assert.equal(estimate.workers, 4);
});

test('members of bigger rooms send more often, so that their rooms weigh more in the fan-out', () => {
  const estimate = estimateRun(planOf({ users: 5, rooms: 2, roomSize: 'all' }));
  assert.equal(estimate.memberships, 5);
  assert.equal(estimate.meanRoomMembers, 2.5);
  assert.equal(estimate.fanOut, (3 * 3 + 2 * 2) / 5);
});

test('one room cannot be divided among workers', () => {
  assert.equal(estimateRun(planOf({ rooms: 1, roomSize: 'all' })).workers, 1);
});

test('the canary is two connections of a run and none of a connection test', () => {
  assert.equal(estimateRun(planOf({ canary: false })).connections, 30);
  assert.equal(estimateRun(planOf({ kind: 'connect', rooms: 0 })).connections, 30);
});

test('a plan without rooms has no fan-out', () => {
  const estimate = estimateRun(planOf({ kind: 'connect', rooms: 0 }));
  assert.equal(estimate.memberships, 0);
  assert.equal(estimate.usersInRooms, 0);
  assert.equal(estimate.fanOut, 0);
  assert.equal(estimate.meanRoomMembers, 0);
});

test('as fast as the target takes them has no number of messages and no deliveries per second', () => {
  const estimate = estimateRun(planOf({ messagesPerSecond: 'max' }));
  assert.equal(estimate.messages, null);
  assert.equal(estimate.deliveriesPerSecond, null);
  assert.deepEqual(estimate.warnings, []);
});

test('the estimated messages are those that the schedule will ask for', () => {
  for (const messagesPerSecond of [0.07, 1 / 3, 49, 10_000]) {
    const estimate = estimateRun(planOf({ messagesPerSecond, durationMs: 100_000 }));
    assert.equal(estimate.messages, messageCount(messagesPerSecond, 100_000));
  }
});

test('with stages the messages are the area under the rate, and what is warned of is the highest rate', () => {
  const stages = [
    { name: 'before', durationMs: 10_000, from: 100, to: 100, measured: true },
    { name: 'spike', durationMs: 5000, from: 20_000, to: 20_000, measured: true },
  ];
  const estimate = estimateRun(planOf({ stages, durationMs: 15_000, messagesPerSecond: 6733 }));
  assert.equal(estimate.messages, 101_000);
  assert.equal(estimate.deliveriesPerSecond, 6733 * estimate.fanOut);
  assert.equal(estimate.peakDeliveriesPerSecond, 20_000 * estimate.fanOut);
  assert.ok(estimate.warnings.some((warning) => warning.startsWith('20,000 messages/s at the highest rate')));
});

test('more deliveries than one server can follow are warned of', () => {
  const { warnings } = estimateRun(planOf({ users: 1000, rooms: 1, roomSize: 'all', messagesPerSecond: 100 }));
  assert.ok(warnings.some((warning) => warning.startsWith('100,000 deliveries/s')));
});

test('memory grows with connections and workers', () => {
  const small = estimateRun(planOf({ users: 100, workers: 1 }));
  const large = estimateRun(planOf({ users: 10_000, workers: 8 }));
  assert.ok(large.targetMemoryBytes > small.targetMemoryBytes);
  assert.ok(large.ownMemoryBytes > small.ownMemoryBytes);
});

test('that most users are in no room is told with what brings them in, and of connections alone never', () => {
  const ultra = { users: 10_000, rooms: 35, roomSize: { min: 5, max: 5 } };
  const told = (overrides: Partial<RunPlan>): string[] =>
    estimateRun(planOf(overrides)).warnings.filter((warning) => warning.includes('in no room'));
  assert.deepEqual(told(ultra), [
    '9,825 of 10,000 users are in no room: they stay connected, and neither write nor read. More --rooms, or --room-size all, brings them in.',
  ]);
  assert.deepEqual(told({ ...ultra, kind: 'connect' }), []);
  assert.deepEqual(told({ users: 100, rooms: 10, roomSize: { min: 5, max: 5 } }), []);
});
