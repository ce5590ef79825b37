import assert from 'node:assert/strict';
import test from 'node:test';
import { emptyCounters } from '#dist/metrics/snapshot.js';
import { at, judged, load, point } from '../../helpers/lab/evidence.js';

const USERS = { within: '5s', forgottenAfter: '10s' };

test('a server that tells nothing of itself fails each criterion on its metrics, and is told why', () => {
  const silent = { loads: [load()], metricsProblems: ['http://127.0.0.1:1/metrics answered with HTTP status 404'] };
  for (const [name, bounds] of [
    ['metrics-messages', {}],
    ['metrics-users', USERS],
    ['metrics-tps', { tolerance: '10%', settle: '1s' }],
    ['metrics-memory', { tolerance: '20%' }],
    ['metrics-p95', {}],
  ] as const) {
    const { status, measured } = judged(name, bounds, silent);
    assert.equal(status, 'failed', name);
    assert.match(measured.en, /HTTP status 404/);
  }
  const partly = judged('metrics-tps', { tolerance: '10%', settle: '1s' }, { metrics: [point(1, { tps: null })] });
  assert.match(partly.measured.en, /tell no messages a second \(tps\)/);
});

test('messages are counted from before the load, and one too few or too many is one', () => {
  const counters = { ...emptyCounters(), sent: 1000, refused: 3 };
  const loads = [load({ counters, firstMessages: 2 })];
  const told = (messages: number) => ({ loads, metrics: [point(1, { messages: 50 }), point(60, { messages })] });
  assert.equal(judged('metrics-messages', {}, told(1049)).status, 'held');
  assert.equal(judged('metrics-messages', {}, told(1048)).status, 'failed');
  assert.equal(judged('metrics-messages', {}, told(1050)).status, 'failed');
  const early = { loads, metrics: [point(1, { messages: 50 }), point(40, { messages: 1049 })] };
  assert.equal(judged('metrics-messages', {}, early).status, 'unproven');
});

test('users who have left are to be forgotten, and those who are there to be known', () => {
  const seen = (...users: readonly [seconds: number, users: number][]) => ({
    loads: [load()],
    metrics: users.map(([seconds, count]) => point(seconds, { users: count })),
  });
  assert.equal(judged('metrics-users', USERS, seen([20, 10], [52, 0])).status, 'held');
  const never = judged('metrics-users', USERS, seen([20, 10], [52, 10]));
  assert.equal(never.status, 'failed');
  assert.match(never.measured.en, /10 told 11 s after all had left/);
  assert.match(
    judged('metrics-users', USERS, seen([20, 9], [52, 0])).measured.en,
    /9 told, 10 open, 10 s into the load/,
  );
  assert.equal(judged('metrics-users', USERS, seen([20, 10], [45, 0])).status, 'unproven');
});

test('a number of users that is a few seconds late is right', () => {
  const openings = Array.from({ length: 30 }, (_, second) => ({ atUs: at(11 + second), open: second < 15 ? 10 : 4 }));
  const seen = (users: number, seconds: number) => ({
    loads: [load({}, { openings })],
    metrics: [point(seconds, { users }), point(52, { users: 0 })],
  });
  assert.equal(judged('metrics-users', USERS, seen(10, 29)).status, 'held');
  assert.equal(judged('metrics-users', USERS, seen(10, 36)).status, 'failed');
});

test('a rate since the start is no rate of now', () => {
  const stage = (startMs: number, sent: number) => ({
    startMs,
    durationMs: 20_000,
    plannedFrom: 1,
    plannedTo: 1,
    counters: { sent },
  });
  const stages = [stage(0, 2000), stage(20_000, 6000)] as unknown as NonNullable<Parameters<typeof load>[0]>['stages'];
  const seen = (tps: (seconds: number) => number) => ({
    loads: [load({ stages: stages ?? [] })],
    metrics: Array.from({ length: 50 }, (_, second) => point(second, { tps: tps(second) })),
  });
  const bounds = { tolerance: '10%', settle: '10s' };
  assert.equal(
    judged(
      'metrics-tps',
      bounds,
      seen((second) => (second < 31 ? 104 : 310)),
    ).status,
    'held',
  );
  // Within ten seconds of a change nobody is to know yet.
  assert.equal(
    judged(
      'metrics-tps',
      bounds,
      seen((second) => (second < 40 ? 104 : 310)),
    ).status,
    'held',
  );
  const average = judged(
    'metrics-tps',
    bounds,
    seen((second) => (second < 10 ? 0 : 100 - 1000 / (second + 10))),
  );
  assert.equal(average.status, 'failed');
  assert.match(average.measured.en, /\/100, .*\/300/);
});

test('memory is what the machine gives, as far as that is known', () => {
  const seen = (memoryBytes: number, rssBytes: number | null) => ({ metrics: [point(1, { memoryBytes, rssBytes })] });
  const status = (...of: Parameters<typeof seen>) => judged('metrics-memory', { tolerance: '20%' }, seen(...of)).status;
  assert.deepEqual([status(119e6, 1e8), status(81e6, 1e8)], ['held', 'held']);
  assert.deepEqual([status(121e6, 1e8), status(4e7, 1e8)], ['failed', 'failed']);
  assert.equal(status(1e8, null), 'unproven');
});
