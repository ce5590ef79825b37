import assert from 'node:assert/strict';
import { basename, dirname, join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { RunPlan } from '#dist/core/plan.js';
import type { FlagValues } from '#dist/scenario/options.js';
import { fileOf, problemsOf, resolve } from '../../helpers/run/scenario.js';

test('without flags the plan is the quick preset with every default', async () => {
  const { plan, embedded, notices } = await resolve({});
  const { dialect, theme, ...rest } = plan;
  assert.equal(dialect.name, 'minitalk');
  assert.equal(theme.name, 'new-year');
  assert.equal(embedded, false);
  assert.deepEqual(notices, []);
  assert.deepEqual(rest, {
    kind: 'run',
    runId: 'abc234',
    preset: 'quick',
    seed: 77,
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
    workers: 1,
    thresholds: [],
    alerts: ['memory>80%', 'p95(delivery)>1s', 'errors>5%', 'backlog>10000'],
    allowedHosts: [],
    insecure: false,
    audit: false,
    auditShare: 1,
    auditWaitMs: 30_000,
    canary: true,
    canaryRate: 10,
    limits: {
      httpConcurrency: 4,
      connectConcurrency: 100,
      readConcurrency: 64,
      httpTimeoutMs: 60_000,
      connectTimeoutMs: 20_000,
      phaseTimeoutMs: 900_000,
      auditTimeoutMs: 300_000,
    },
  } satisfies Omit<RunPlan, 'dialect' | 'theme'>);
});

test('a rate of each user is as many times that as there are users, also as the base of stages and in a preset of more users', async (t) => {
  const { plan } = await resolve({ users: '45', rate: '0.2/user' });
  assert.equal(plan.messagesPerSecond, 9);
  const scenario = await fileOf(t, 'extends: medium\nrate: 0.1/user\nduration: 10s\n');
  const own = await resolve({ scenario, users: '30', stage: ['5s@200%', '5s@0.4/user'] });
  assert.deepEqual(
    own.plan.stages.map(({ to }) => to),
    [6, 12],
  );
});

test('rates of each user that nobody can send are told with what they add up to', async () => {
  assert.deepEqual(await problemsOf({ users: '3', rooms: '1', rate: '9000000/user', window: '2' }), [
    '--rate: 9000000 messages per second of each of 3 users are 27000000, which is more than 10000000',
    '--window: takes effect with the rate max only, and the rate is 9000000/user',
  ]);
  assert.deepEqual(await problemsOf({ users: '2', rooms: '1', rate: '0.0000001/user' }), [
    '--rate: 1e-7 messages per second of each of 2 users are fewer than one in eleven days',
  ]);
});

test('every flag goes over preset and scenario file', async (t) => {
  const scenario = await fileOf(
    t,
    'users: 40\nrooms: 4\nduration: 10s\nrate: 50\nroomSize: 5\nseed: 3\ncanary: true\n',
  );
  const { plan } = await resolve({
    scenario,
    target: ['http://127.0.0.2:5000'],
    users: '50',
    rooms: '6',
    duration: '90s',
    rate: 'max',
    window: '4',
    roomSize: '2-9',
    theme: 'new-year-ko',
    dialect: 'minitalk-username',
    workers: '2',
    drain: '0s',
    seed: '9',
    failOn: ['p99(delivery)<250ms', 'errors<1%'],
    audit: true,
    canary: false,
  });
  const { target, users, rooms, durationMs, messagesPerSecond, window, roomSize, workers, drainMs, seed, thresholds } =
    plan;
  assert.deepEqual(
    { target, users, rooms, durationMs, messagesPerSecond, window, roomSize, workers, drainMs, seed, thresholds },
    {
      target: 'http://127.0.0.2:5000',
      users: 50,
      rooms: 6,
      durationMs: 90_000,
      messagesPerSecond: 'max',
      window: 4,
      roomSize: { min: 2, max: 9 },
      workers: 2,
      drainMs: 0,
      seed: 9,
      thresholds: ['p99(delivery)<250ms', 'errors<1%'],
    },
  );
  assert.equal(plan.theme.name, 'new-year-ko');
  assert.equal(plan.dialect.name, 'minitalk-username');
  assert.equal(plan.audit, true);
  assert.equal(plan.canary, false);
});

test('alert rules are replaced as a whole, and an empty list or none turns them off', async (t) => {
  const scenario = await fileOf(t, 'alerts: [errors>0]\n');
  const alertsOf = async (flags: FlagValues): Promise<readonly string[]> => (await resolve(flags)).plan.alerts;
  assert.deepEqual(await alertsOf({ scenario }), ['errors>0']);
  assert.deepEqual(await alertsOf({ scenario, alert: ['memory>90%', 'backlog>5'] }), ['memory>90%', 'backlog>5']);
  assert.deepEqual(await alertsOf({ scenario, alert: ['none'] }), []);
  assert.deepEqual(await alertsOf({ scenario: await fileOf(t, 'alerts: []\n') }), []);
});

test('an option that flags only switch off keeps the value of the file when nobody said anything', async (t) => {
  const scenario = await fileOf(t, 'canary: false\naudit: true\n');
  const { plan } = await resolve({ scenario, canary: true, color: true });
  assert.equal(plan.canary, false);
  assert.equal(plan.audit, true);
});

test('a scenario file goes over quick, over the preset that it extends, or over the one that the flag names', async (t) => {
  const own = await fileOf(t, 'title: Mine\nrooms: 3\n');
  const extending = await fileOf(t, 'extends: strong\nrooms: 3\nlimits: { httpTimeout: 5s }\n');
  assert.equal((await resolve({ scenario: own })).plan.users, 30);
  const strong = await resolve({ scenario: extending });
  assert.equal(strong.plan.users, 500);
  assert.equal(strong.plan.rooms, 3);
  assert.equal(strong.plan.preset, null);
  assert.equal(strong.title, 'Custom');
  assert.equal(strong.plan.limits.httpTimeoutMs, 5000);
  assert.equal(strong.plan.limits.httpConcurrency, 4);
  assert.equal((await resolve({ scenario: extending, preset: 'medium' })).plan.users, 100);
  assert.equal((await resolve({ scenario: own })).title, 'Mine');
});

test('themes and dialects of a scenario file may be written out or stand in files beside it', async (t) => {
  const theme = await fileOf(t, 'greetings: ["{{year}}!"]\nrooms: [Hall]\n', 'party.yaml');
  const scenario = join(dirname(theme), 'own.yaml');
  await writeFile(scenario, `theme: ./${basename(theme)}\ndialect: { events: { join: hi, send: say } }\n`);
  const { plan } = await resolve({ scenario, rooms: '1', roomSize: 'all' });
  assert.deepEqual(plan.theme, { name: 'party', greetings: ['2031!'], rooms: ['Hall'] });
  assert.deepEqual(plan.dialect, {
    name: 'inline',
    description: '',
    http: {},
    socket: { path: '/socket.io/', query: {}, namespace: '/' },
    events: { join: { event: 'hi', args: [] }, send: { event: 'say', args: ['{{message.text}}'] } },
  });
});

test('a dialect without rooms makes one room of all users, and says so', async () => {
  const { plan, notices } = await resolve({ dialect: 'socketio-chat', preset: 'medium' });
  assert.equal(plan.rooms, 1);
  assert.equal(plan.roomSize, 'all');
  assert.equal(notices.length, 1);
  assert.match(notices[0] ?? '', /one room with every user.*socketio-chat/);
  assert.deepEqual((await resolve({ dialect: 'socketio-chat', rooms: '1', roomSize: 'all' })).notices, []);
  assert.equal((await problemsOf({ dialect: 'socketio-chat', rooms: '3', roomSize: '5' })).length, 2);
});

test('a room size that nobody asked for is fitted to few users', async () => {
  const { plan, notices } = await resolve({ users: '4' });
  assert.deepEqual(plan.roomSize, { min: 3, max: 4 });
  assert.deepEqual(notices, ['rooms have 3-4 members instead of 3-8: there are 4 users']);
});

test('connect makes connections only: no rooms, and nothing to say about them', async () => {
  const { plan, notices } = await resolve({ users: '2', dialect: 'socketio-chat' }, { kind: 'connect' });
  assert.equal(plan.kind, 'connect');
  assert.equal(plan.rooms, 0);
  assert.deepEqual(notices, []);
});

test('auto starts as many workers as help, and leaves one processor to the others', async () => {
  for (const [preset, rate, cpuCount, workers] of [
    ['quick', '100', 16, 1],
    ['ultra', '100', 1, 1],
    ['ultra', '100', 2, 1],
    ['ultra', '100', 16, 4],
    ['quick', '10000', 16, 4],
    ['quick', '1000000', 16, 15],
    ['quick', 'max', 16, 15],
    ['quick', 'max', 256, 64],
  ] as const) {
    assert.equal(
      (await resolve({ preset, rate }, { cpuCount })).plan.workers,
      workers,
      `${preset} at ${rate} on ${cpuCount}`,
    );
  }
});
