import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planToJson } from '#dist/scenario/plan-json.js';
import { fileOf, problemsOf, resolve } from '../../helpers/run/scenario.js';

const FULL = { atMs: 4000, share: 0.5, offlineMs: 1000, how: 'close', back: 'backoff' };
const SHORT = { atMs: 1500, share: 0.125, offlineMs: 2000, how: 'cut', back: 'at-once' };

test('storms of flags and of files are the same, in the order of their times', async (t) => {
  const scenario = await fileOf(
    t,
    `
duration: 10s
storms:
  - { at: 4s, share: 50%, offline: 1s, how: close, back: backoff }
  - { at: 1500ms, share: 12.5% }
`,
  );
  assert.deepEqual((await resolve({ scenario })).plan.storms, [SHORT, FULL]);
  const flags = { duration: '10s', storm: ['4s:50%:1s:backoff:close', '1500ms:12.5%:2s'] };
  assert.deepEqual((await resolve(flags)).plan.storms, [SHORT, FULL]);
  assert.deepEqual((await resolve(flags, { kind: 'connect' })).plan.storms, [SHORT, FULL]);
  assert.equal((await resolve({})).plan.storms, undefined);
});

test('the storms of a plan are read back from its report', async (t) => {
  const { plan } = await resolve({ duration: '10s', storm: ['4s:50%:1s:close:backoff', '1500ms:12.5%:2s'] });
  const scenario = await fileOf(t, planToJson(plan), 'plan.json');
  assert.deepEqual((await resolve({ scenario })).plan.storms, plan.storms);
});

test('storms that cannot be are refused, all at once, with what would be right', async (t) => {
  assert.deepEqual(
    await problemsOf({
      duration: '5s',
      storm: ['5s:50%:2s', '1s:101%:2s', '1s:50%', '1s:50%:2s:clsoe', '-1s:0%:2s:cut:close'],
    }),
    [
      '--storm: "101%" must be a share of the users above 0% and at most 100%, like 50%',
      '--storm: "1s:50%" must be 20s:50%:2s (when, share of the users, how long they are offline), perhaps with :close and :backoff behind it',
      '--storm: "clsoe" must be cut, close, at-once or backoff; did you mean "close"?',
      '--storm: "-1s" must be a number with a unit: 500ms, 30s, 5m, 1m30s, 1h, and "0%" must be a share of the users above 0% and at most 100%, like 50%',
      '--storm: the storm at 5s is after the end; the run lasts 5s',
    ],
  );
  assert.deepEqual(await problemsOf({ duration: '5s', storm: ['5s:50%:2s', '1s:20%:1s', '9s:10%:0s'] }), [
    '--storm: the storm at 5s is after the end; the run lasts 5s',
    '--storm: the storm at 9s is after the end; the run lasts 5s',
  ]);
  const scenario = await fileOf(t, 'duration: 5s\nstorms:\n  - { at: 7s, share: 50% }\n  - { at: 1s, shaer: 50% }\n');
  assert.deepEqual(await problemsOf({ scenario }), [
    'my.yaml:3:11: the storm at 7s is after the end; the run lasts 5s',
    'my.yaml:4:5: storms.1.share: is missing',
    'my.yaml:4:15: storms.1: unknown key "shaer"; did you mean "share"?',
  ]);
});

test('the words of a storm are taken for the nearest ones, and for none that is far', async (t) => {
  for (const [word, near] of [
    ['cutt', 'cut'],
    ['atonce', 'at-once'],
    ['back-off', 'backoff'],
  ])
    assert.deepEqual(await problemsOf({ duration: '5s', storm: [`1s:50%:1s:${word}`] }), [
      `--storm: "${word}" must be cut, close, at-once or backoff; did you mean "${near}"?`,
    ]);
  const scenario = await fileOf(t, 'storms:\n  - { at: 1s, share: 50%, how: sideways, back: backof }\n');
  assert.deepEqual(await problemsOf({ scenario }), [
    'my.yaml:2:32: storms.0.how: "sideways" must be cut or close',
    'my.yaml:2:48: storms.0.back: "backof" must be at-once or backoff; did you mean "backoff"?',
  ]);
});

test('a storm from which nobody can come back in time is told of', async () => {
  const { notices } = await resolve({ duration: '5s', storm: ['4s:50%:2s', '1s:50%:2s'] });
  assert.deepEqual(
    notices.filter((notice) => notice.includes('storm')),
    ['nobody comes back from the storm at 4s: they are offline for 2s, and the run lasts 5s'],
  );
});

test('people arrive at a rate or overlapped, in flags, files and plans of reports', async (t) => {
  assert.deepEqual((await resolve({ arrive: '12.5/s' })).plan.arrive, { perSecond: 12.5 });
  assert.deepEqual((await resolve({ arrive: '1.5k/s' })).plan.arrive, { perSecond: 1500 });
  const scenario = await fileOf(t, 'arrive: overlapped\n');
  const { plan } = await resolve({ scenario }, { kind: 'connect' });
  assert.deepEqual(plan.arrive, { perSecond: null });
  const again = await fileOf(t, planToJson(plan), 'plan.json');
  assert.deepEqual((await resolve({ scenario: again }, { kind: 'connect' })).plan.arrive, { perSecond: null });
  assert.equal((await resolve({})).plan.arrive, undefined);
  for (const arrive of ['0/s', '100', '-1/s', 'overlaped', '2000000/s'])
    assert.deepEqual(await problemsOf({ arrive }), [
      `--arrive: "${arrive}" must be users per second, above 0 and at most 1000000: 100/s, or overlapped`,
    ]);
});

test('texts have lengths, in flags, files and plans of reports', async (t) => {
  assert.deepEqual((await resolve({ textBytes: '20-2000' })).plan.textBytes, { min: 20, max: 2000 });
  const scenario = await fileOf(t, 'text: { bytes: 300 }\n');
  const { plan } = await resolve({ scenario });
  assert.deepEqual(plan.textBytes, { min: 300, max: 300 });
  const again = await fileOf(t, planToJson(plan), 'plan.json');
  assert.deepEqual((await resolve({ scenario: again })).plan.textBytes, plan.textBytes);
  assert.deepEqual(await problemsOf({ textBytes: '0-5' }), [
    '--text-bytes: "0-5" must be bytes of a text, 1 to 100000: 300, or 20-2000',
  ]);
  assert.deepEqual(await problemsOf({ textBytes: '50-5' }), [
    '--text-bytes: "50-5" must name the smaller number first',
  ]);
  const wrong = await fileOf(t, 'text: { byte: 300 }\n');
  assert.deepEqual(await problemsOf({ scenario: wrong }), [
    'my.yaml:1:7: text.bytes: is missing',
    'my.yaml:1:9: text: unknown key "byte"; did you mean "bytes"?',
  ]);
});

test('few rooms are loud where a scenario says so, also again from the plan of its report', async (t) => {
  const scenario = await fileOf(t, 'activity: zipf\n');
  const { plan } = await resolve({ scenario });
  assert.equal(plan.activity, 'zipf');
  const again = await fileOf(t, planToJson(plan), 'plan.json');
  assert.equal((await resolve({ scenario: again })).plan.activity, 'zipf');
  const even = await fileOf(t, 'activity: even\n');
  assert.equal('activity' in (await resolve({ scenario: even })).plan, false);
  assert.equal('activity' in (await resolve({ scenario }, { kind: 'connect' })).plan, false);
  assert.deepEqual(await problemsOf({ scenario, rate: 'max' }), [
    'my.yaml:1:11: activity: zipf needs a schedule, which the rate max has not; say a rate, or even',
  ]);
  const wrong = await fileOf(t, 'activity: zpif\n');
  assert.deepEqual(await problemsOf({ scenario: wrong }), [
    'my.yaml:1:11: activity: "zpif" must be even or zipf; did you mean "zipf"?',
  ]);
});

test('slow readers of flags, files and plans of reports are the same, and stop after a quarter of the run where nothing is said', async (t) => {
  const full = { share: 0.05, atMs: 10_000, durationMs: 20_000 };
  const { plan } = await resolve({ duration: '1m', slowReaders: '5%:10s:20s' });
  assert.deepEqual(plan.slowReaders, full);
  const scenario = await fileOf(t, 'duration: 1m\nslowReaders: { share: 5%, at: 10s, for: 20s }\n');
  assert.deepEqual((await resolve({ scenario })).plan.slowReaders, full);
  const again = await fileOf(t, planToJson(plan), 'plan.json');
  assert.deepEqual((await resolve({ scenario: again })).plan.slowReaders, full);
  const usual = { share: 0.05, atMs: 15_000, durationMs: 30_000 };
  assert.deepEqual((await resolve({ duration: '1m', slowReaders: '5%' })).plan.slowReaders, usual);
  assert.equal((await resolve({})).plan.slowReaders, undefined);
  const { notices } = await resolve({ duration: '5s', slowReaders: '5%:4s:2s' });
  assert.deepEqual(
    notices.filter((notice) => notice.includes('slow')),
    ['slow readers read again only when the load is over: they stop for 2s, and the run lasts 5s'],
  );
});

test('slow readers that cannot be are refused, with all that is wrong', async (t) => {
  assert.deepEqual(await problemsOf({ duration: '5s', slowReaders: '101%:-1s:0s' }), [
    '--slow-readers: "101%" must be a share of the users above 0% and at most 100%, like 50%, and "-1s" must be a number with a unit: 500ms, 30s, 5m, 1m30s, 1h, and "0s" is too short; at least 1ms',
  ]);
  assert.deepEqual(await problemsOf({ duration: '5s', slowReaders: '5%:5s', storm: ['7s:50%:1s'] }), [
    '--storm: the storm at 7s is after the end; the run lasts 5s',
    '--slow-readers: slow readers would stop at 5s, which is after the end; the run lasts 5s',
  ]);
  const scenario = await fileOf(t, 'duration: 5s\nslowReaders: { shaer: 5%, at: 1s }\n');
  assert.deepEqual(await problemsOf({ scenario }), [
    'my.yaml:2:14: slowReaders.share: is missing',
    'my.yaml:2:16: slowReaders: unknown key "shaer"; did you mean "share"?',
  ]);
});

const SESSIONS = { lengthMs: { min: 30_000, max: 300_000 }, pauseMs: { min: 1500, max: 1500 } };

test('sessions of flags, files and plans of reports are the same, for connections alone, too', async (t) => {
  const scenario = await fileOf(t, 'sessions: { length: 30s-5m, pause: 1500ms }\n');
  assert.deepEqual((await resolve({ scenario })).plan.sessions, SESSIONS);
  const line = await fileOf(t, 'sessions: 30s - 5m:1500ms\n');
  assert.deepEqual((await resolve({ scenario: line }, { kind: 'connect' })).plan.sessions, SESSIONS);
  const { plan } = await resolve({ sessions: '30s-5m:1500ms' });
  assert.deepEqual(plan.sessions, SESSIONS);
  const again = await fileOf(t, planToJson(plan), 'plan.json');
  assert.deepEqual((await resolve({ scenario: again })).plan.sessions, SESSIONS);
  assert.equal('sessions' in (await resolve({})).plan, false);
  const { notices } = await resolve({ duration: '5s', sessions: '1s:5s-9s' });
  assert.deepEqual(
    notices.filter((notice) => notice.includes('leaves')),
    ['nobody who leaves comes back: they are away for 5s at least, and the run lasts 5s'],
  );
});

test('sessions that cannot be are refused, with all that is wrong', async (t) => {
  assert.deepEqual(await problemsOf({ sessions: '10ms-1s:-1s' }), [
    '--sessions: "10ms" is too short; at least 100ms, and "-1s" must be a time or two, like 30s or 30s-5m',
  ]);
  assert.deepEqual(await problemsOf({ sessions: '5m-30s:1s-' }), [
    '--sessions: "5m-30s" must name the shorter time first, and "" must be a number with a unit: 500ms, 30s, 5m, 1m30s, 1h',
  ]);
  for (const text of ['30s', '30s:1s:2s'])
    assert.deepEqual(await problemsOf({ sessions: text }), [
      `--sessions: "${text}" must be 30s-5m:1s-10s (how long users stay, and how long they are away)`,
    ]);
  const scenario = await fileOf(t, 'sessions: { lenght: 30s, pause: 1s-2s-3s }\n');
  assert.deepEqual(await problemsOf({ scenario }), [
    'my.yaml:1:11: sessions.length: is missing',
    'my.yaml:1:13: sessions: unknown key "lenght"; did you mean "length"?',
    'my.yaml:1:33: sessions.pause: "1s-2s-3s" must be a time or two, like 30s or 30s-5m',
  ]);
});

test('what is wrong with sessions in the plan of a report is told where it stands there', async (t) => {
  const { plan } = await resolve({ sessions: '30s:1s' });
  const broken = { ...planToJson(plan), sessions: { lengthMs: { min: 1, max: 30_000 }, pauseMs: { min: 0, max: 0 } } };
  const scenario = await fileOf(t, broken, 'plan.json');
  // The key has another name in a plan, and the place is the plan's.
  const column = JSON.stringify(broken).indexOf('{"min":1,"max":30000}') + 1;
  assert.deepEqual(await problemsOf({ scenario }), [
    `plan.json:1:${column}: sessions.length: "1ms" is too short; at least 100ms`,
  ]);
});

test('a share that is nobody is told before the run', async () => {
  const flags = { users: '10', duration: '10s', storm: ['2s:4%:1s', '4s:5%:1s'], slowReaders: '4%:1s:1s' };
  const { notices } = await resolve(flags);
  assert.deepEqual(
    notices.filter((notice) => notice.includes('nobody')),
    [
      'the storm at 2s takes nobody: 4.00 % of 10 users is less than one',
      'slow readers are nobody: 4.00 % of 10 users is less than one',
    ],
  );
});
