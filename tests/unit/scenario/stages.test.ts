import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Stage } from '#dist/core/stages.js';
import { faultOfThreshold } from '#dist/judgement/thresholds.js';
import { listProfiles } from '#dist/scenario/profiles.js';
import type { FlagValues } from '#dist/scenario/options.js';
import { fileOf, problemsOf, resolve } from '../../helpers/run/scenario.js';

type Row = readonly [name: string, durationMs: number, from: number, to: number, measured?: false];

function rowOf({ name, durationMs, from, to, measured }: Stage): Row {
  return measured ? [name, durationMs, from, to] : [name, durationMs, from, to, measured];
}

async function stagesOf(flags: FlagValues): Promise<Row[]> {
  return (await resolve(flags)).plan.stages.map(rowOf);
}

const EVENING = `
users: 300
rate: 500
stages:
  - { name: warm-up,   duration: 10s, rate: 200, measured: false }
  - { name: evening,   duration: 1m,  rate: 100% }
  - { name: countdown, duration: 30s, target: 2000 }
  - { name: midnight,  duration: 10s, rate: 1000% }
  - { name: night,     duration: 1m,  from: 2000, target: 50 }
`;

test('stages of a scenario are held, go somewhere, and jump; their mean is the rate and their sum the duration', async (t) => {
  const { plan } = await resolve({ scenario: await fileOf(t, EVENING) });
  assert.deepEqual(plan.stages.map(rowOf), [
    ['warm-up', 10_000, 200, 200, false],
    ['evening', 60_000, 500, 500],
    ['countdown', 30_000, 500, 2000],
    ['midnight', 10_000, 5000, 5000],
    ['night', 60_000, 2000, 50],
  ]);
  assert.equal(plan.durationMs, 170_000);
  assert.equal(plan.messagesPerSecond, (2000 + 30_000 + 37_500 + 50_000 + 61_500) / 170);
});

test('--stage goes from where the stage before ended, from 0 at first, or holds; the unnamed ones are numbered', async () => {
  assert.deepEqual(await stagesOf({ stage: ['30s:200', 'held=10s@50%', '20s:0.5/user', '0s:1000', '5s:0'] }), [
    ['stage 1', 30_000, 0, 200],
    ['held', 10_000, 50, 50],
    ['stage 3', 20_000, 50, 15],
    ['stage 4', 0, 15, 1000],
    ['stage 5', 5000, 1000, 0],
  ]);
});

test('--steps cuts the duration into equal parts, to the microsecond', async () => {
  assert.deepEqual(await stagesOf({ steps: '50,100, 300%', duration: '10s' }), [
    ['stage 1', 3333.333, 50, 50],
    ['stage 2', 3333.334, 100, 100],
    ['stage 3', 3333.333, 300, 300],
  ]);
});

test('--warm-up comes in front of everything, at the base rate, and lengthens the run', async () => {
  const { plan } = await resolve({ warmUp: '10s' });
  assert.deepEqual(plan.stages.map(rowOf), [
    ['warm-up', 10_000, 100, 100, false],
    ['stage 1', 30_000, 100, 100],
  ]);
  assert.equal(plan.durationMs, 40_000);
  assert.deepEqual(
    (await stagesOf({ warmUp: '1s', steps: '1,2' })).map(([name]) => name),
    ['warm-up', 'stage 1', 'stage 2'],
  );
});

test('--duration beside stages scales them, and a duration below them does not', async (t) => {
  const scenario = await fileOf(t, EVENING);
  const scaled = await resolve({ scenario, duration: '17s' });
  assert.deepEqual(
    scaled.plan.stages.map(({ durationMs }) => durationMs),
    [1000, 6000, 3000, 1000, 6000],
  );
  assert.equal(scaled.plan.durationMs, 17_000);
  assert.deepEqual(await stagesOf({ scenario, stage: '4s@7' }), [['stage 1', 4000, 7, 7]]);
  const beside = await fileOf(t, 'duration: 30s\nstages: [1s@5, 2s@6]\n');
  assert.deepEqual(await stagesOf({ scenario: beside }), [
    ['stage 1', 10_000, 5, 5],
    ['stage 2', 20_000, 6, 6],
  ]);
});

test('the highest rate decides how many workers help', async () => {
  assert.equal((await resolve({ stage: ['10s@100', '10s@9000'] }, { cpuCount: 16 })).plan.workers, 4);
});

test('every profile is complete: its stages last as long as the duration, at the rates that it promises', async () => {
  const profiles = await listProfiles();
  assert.deepEqual(
    profiles.map(({ name }) => name),
    ['load', 'new-year', 'soak', 'spike', 'steps', 'stress'],
  );
  for (const { name, stages } of profiles) {
    const { plan } = await resolve({ profile: name, duration: '7m', rate: '60' });
    assert.equal(plan.durationMs, 420_000, name);
    assert.equal(plan.stages.length, stages);
    assert.ok(plan.stages.every(({ measured }) => measured));
  }
  assert.deepEqual(await stagesOf({ profile: 'spike' }), [
    ['before', 13_500, 100, 100],
    ['spike', 3000, 1000, 1000],
    ['after', 13_500, 100, 100],
  ]);
  assert.deepEqual(
    (await stagesOf({ profile: 'stress' })).map(([, durationMs, from]) => [durationMs, from]),
    [
      [5000, 50],
      [5000, 75],
      [5000, 100],
      [5000, 125],
      [5000, 150],
      [5000, 200],
    ],
  );
});

test('a profile may be a file, beside its scenario, with times of its own', async (t) => {
  const profile = await fileOf(
    t,
    'stages:\n  - { duration: 1s, rate: 200% }\n  - { duration: 3s, target: 0 }\n',
    'p.yaml',
  );
  assert.deepEqual(await stagesOf({ profile }), [
    ['stage 1', 1000, 200, 200],
    ['stage 2', 3000, 200, 0],
  ]);
  assert.deepEqual(
    (await stagesOf({ profile, duration: '40s' })).map(([, durationMs]) => durationMs),
    [10_000, 30_000],
  );
});

test('the promotion is a scenario by its name: ten times the rate, and its two promises', async () => {
  const { plan, title } = await resolve({ scenario: 'promotion' });
  assert.equal(title, 'Promotion');
  assert.deepEqual(plan.thresholds, ['p99(delivery)<3s', 'mean(delivery)<1s']);
  const [before, spike] = plan.stages;
  assert.equal((spike?.to ?? 0) / (before?.to ?? 1), 10);
  assert.deepEqual(await problemsOf({ scenario: 'promotoin' }), [
    '--scenario: unknown scenario "promotoin"; did you mean "promotion"?',
  ]);
});

async function wrong(t: TestContext, yaml: string, flags: FlagValues = {}): Promise<string[]> {
  return problemsOf({ scenario: await fileOf(t, yaml), ...flags });
}

test('all that is wrong with stages is told at once, each with its place', async (t) => {
  const yaml = `rate: max
stages:
  - { name: a, duration: 10s, rate: 200, target: 4 }
  - { name: a, duration: 0s, rate: 100% }
  - { name: c, duration: -5s, target: 2000 }
  - { duration: 10s, ratee: 1000% }
  - { duration: 10s }
  - { duration: 10%, from: 3 }
  - 5s:x
  - { name: b@c, duration: 5s, rate: -3 }
`;
  assert.deepEqual(await wrong(t, yaml), [
    'my.yaml:3:3: mixes times and shares of the duration; write all of them as times, or all in %',
    'my.yaml:3:3: has no meaning with the rate max, which has no schedule; say --rate <n>, or leave it out',
    'my.yaml:3:37: stage "a" has a rate, which is held, and a way to go; leave out rate, or from and target',
    'my.yaml:4:13: stage "a" has the name of stage 1; each needs one of its own',
    'my.yaml:4:26: stage "a" lasts no time, and nothing begins where it ends; give it a duration, or let a stage with a target alone follow',
    'my.yaml:5:26: stages.2.duration: "-5s" must be a number with a unit: 500ms, 30s, 5m, 1m30s, 1h, or a share of it all: 10%',
    'my.yaml:6:22: stages.3: unknown key "ratee"; did you mean "rate"?',
    'my.yaml:7:5: stage "stage 5" has no load; say its rate, or its target',
    'my.yaml:8:28: stage "stage 6" goes from somewhere to nowhere; say its target, too',
    'my.yaml:9:5: stages.6: "x" must be messages per second: 200, 150% of the rate, or 0.2/user',
    'my.yaml:10:13: stages.7.name: "b@c" must not contain @ ( ) < > = ! or control characters, for expressions name it',
    'my.yaml:10:38: stages.7.rate: "-3" must be messages per second: 200, 150% of the rate, or 0.2/user',
  ]);
});

test('flags are told of what is wrong with them in the same way', async () => {
  assert.deepEqual(await problemsOf({ stage: ['a=5s@3', 'a=5s@4', '0s@4', '-5s:3', '5s'] }), [
    '--stage: "-5s" must be a number with a unit: 500ms, 30s, 5m, 1m30s, 1h, or a share of it all: 10%',
    '--stage: "5s" must be 30s:200 (ends at 200 messages/s) or 30s@200 (holds them), with name= before',
    '--stage: stage "a" has the name of stage 1; each needs one of its own',
    '--stage: stage "stage 3" lasts no time, and nothing begins where it ends; give it a duration, or let a stage with a target alone follow',
  ]);
  assert.deepEqual(await problemsOf({ profile: 'spkie', steps: '5,x', rate: 'max', warmUp: '0s' }), [
    '--steps: "x" must be messages per second: 200, 150% of the rate, or 0.2/user',
    '--steps: has no meaning with the rate max, which has no schedule; say --rate <n>, or leave it out',
    '--warm-up: "0s" is too short; at least 1ms',
    '--profile: must be left out beside --steps: both say what the stages are',
  ]);
  assert.deepEqual(await problemsOf({ profile: 'spkie' }), [
    '--profile: unknown profile "spkie"; did you mean "spike"?',
  ]);
  assert.deepEqual(await problemsOf({ rate: 'max', warmUp: '1s' }), [
    '--warm-up: has no meaning with the rate max, which has no schedule; say --rate <n>, or leave it out',
  ]);
});

test('stages that ask for nothing, measure nothing, or last too long or too short a share are refused', async (t) => {
  assert.deepEqual(await problemsOf({ stage: '5s@0' }), ['--stage: no stage asks for any message']);
  assert.deepEqual(await problemsOf({ stage: '20us@90' }), ['--stage: the stages last less than 1ms together']);
  assert.deepEqual(await problemsOf({ stage: ['20h@1', '5h@1'] }), ['--stage: the stages last more than 24h together']);
  assert.deepEqual(await wrong(t, 'stages: [{ duration: 1s, rate: 5, measured: false }]\n'), [
    'my.yaml:1:9: no stage is measured; leave measured: false out of one',
  ]);
  assert.deepEqual(await wrong(t, 'stages: [{ duration: 40%, rate: 5 }, { duration: 50%, rate: 5 }]\n'), [
    'my.yaml:1:9: the stages last 90% of the duration together; make it 100%',
  ]);
  assert.deepEqual(await wrong(t, 'stages: []\n'), ['my.yaml:1:9: stages: must not be empty']);
  assert.match(
    (await wrong(t, `stages: [${'1s@5,'.repeat(101)}]\n`))[0] ?? '',
    /stages: must have at most 100 entries$/,
  );
  assert.deepEqual(await wrong(t, EVENING, { warmUp: '1s' }), [
    '--warm-up: there is a stage "warm-up" already; leave this out, or rename that',
  ]);
});

test('connections only have no stages, whatever the scenario says', async (t) => {
  const { plan } = await resolve({ scenario: await fileOf(t, EVENING), duration: '3s' }, { kind: 'connect' });
  assert.deepEqual([plan.stages, plan.durationMs], [[], 3000]);
});

test('where the stages cannot be read an expression may name any of them', async () => {
  const input = { checkThreshold: faultOfThreshold };
  for (const [flags, where] of [
    [{ stage: ['a=1s:x'], failOn: ['lost@a==0'] }, '--stage'],
    [{ steps: '1,x', failOn: ['p99(delivery@stage 2)<1s'] }, '--steps'],
    [{ profile: 'spik', failOn: ['lost@spike==0'] }, '--profile'],
    [{ warmUp: 'x', failOn: ['lost@warm-up==0'] }, '--warm-up'],
  ] as const) {
    const problems = await problemsOf({ ...flags, failOn: [...flags.failOn] }, input);
    assert.equal(problems.length, 1, problems.join());
    assert.ok(problems[0]?.startsWith(where), problems[0]);
  }
  assert.equal((await problemsOf({ stage: ['a=1s:5'], failOn: ['lost@b==0'] }, input)).length, 1);
});
