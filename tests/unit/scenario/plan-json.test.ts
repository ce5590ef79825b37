import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { RunPlan } from '#dist/core/plan.js';
import { keptRate, lengthOf, meanRateOf } from '#dist/core/stages.js';
import { planToJson } from '#dist/scenario/plan-json.js';
import { fileOf, problemsOf, resolve } from '../../helpers/run/scenario.js';
import { runsOf } from '../../helpers/runs-of.js';

const REPORT = 'newyear-load/report@1';

test('any plan is read back from the report that carries it', async (t) => {
  const base = (await resolve({ preset: 'medium' })).plan;
  const limit = fc.integer({ min: 1, max: 10_000 });
  const plans: fc.Arbitrary<RunPlan> = fc
    .record({
      users: fc.integer({ min: 100, max: 100_000 }),
      rooms: fc.integer({ min: 1, max: 50 }),
      roomSize: fc.oneof(
        fc.constant('all' as const),
        fc.tuple(fc.integer({ min: 2, max: 50 }), fc.nat(50)).map(([min, more]) => ({ min, max: min + more })),
      ),
      durationMs: fc.integer({ min: 1, max: 86_400_000 }),
      drainMs: fc.integer({ min: 0, max: 86_400_000 }),
      seed: fc.integer({ min: 0, max: 0xffff_ffff }),
      workers: fc.integer({ min: 1, max: 64 }),
      otherTargets: fc.uniqueArray(fc.integer({ min: 1, max: 9 }).map((port) => `http://127.0.0.1:${port}`)),
      audited: fc.constantFrom(
        { audit: false, auditShare: 1 },
        { audit: true, auditShare: 1 },
        { audit: true, auditShare: 0.07 },
      ),
      auditWaitMs: fc.integer({ min: 0, max: 86_400_000 }),
      canary: fc.boolean(),
      canaryRate: fc.integer({ min: 1, max: 1000 }).map((tenths) => tenths / 10),
      thresholds: fc.array(fc.constantFrom('p99(delivery)<250ms', 'errors<1%')),
      alerts: fc.array(fc.constantFrom('memory>80%', 'errors>5%')),
      limits: fc.record({
        httpConcurrency: limit,
        connectConcurrency: limit,
        readConcurrency: limit,
        httpTimeoutMs: limit,
        connectTimeoutMs: limit,
        phaseTimeoutMs: limit,
        auditTimeoutMs: limit,
      }),
      pace: fc.oneof(
        fc.record({ messagesPerSecond: fc.integer({ min: 1, max: 1e7 }), window: fc.constant(1) }),
        fc.record({ messagesPerSecond: fc.constant('max' as const), window: fc.integer({ min: 1, max: 10_000 }) }),
      ),
    })
    .map(({ pace, limits, audited, ...values }) => ({
      ...base,
      ...values,
      ...audited,
      ...pace,
      limits: { ...limits },
    }));
  await fc.assert(
    fc.asyncProperty(plans, fc.boolean(), async (plan, bare) => {
      const json = { ...planToJson(plan), deliveriesPerSecond: 123 };
      const scenario = await fileOf(t, bare ? json : { schema: REPORT, run: {}, plan: json }, 'report.json');
      assert.deepEqual((await resolve({ scenario }, { freshSeed: 1 })).plan, plan);
    }),
    { numRuns: runsOf(40) },
  );
});

test('the stages of a plan are read back from its report, whatever their times and rates are', async (t) => {
  const base = (await resolve({})).plan;
  const rate = fc.oneof(fc.nat(100_000), fc.double({ min: 0.000001, max: 1e6, noNaN: true })).map(keptRate);
  const stages = fc
    .array(
      fc.record({
        durationMs: fc.integer({ min: 1000, max: 600_000_000 }).map((us) => us / 1000),
        from: rate,
        to: fc.integer({ min: 1, max: 1_000_000 }),
        measured: fc.boolean(),
      }),
      { minLength: 1, maxLength: 8 },
    )
    .map((all) =>
      all.map((stage, index) => ({ ...stage, name: `part ${index}`, measured: index === 0 || stage.measured })),
    )
    // Shorter runs are refused.
    .filter((all) => lengthOf(all) >= 1);
  await fc.assert(
    fc.asyncProperty(stages, async (all) => {
      const plan = { ...base, stages: all, durationMs: lengthOf(all), messagesPerSecond: meanRateOf(all) };
      const scenario = await fileOf(t, { schema: REPORT, run: {}, plan: planToJson(plan) }, 'report.json');
      assert.deepEqual((await resolve({ scenario })).plan, { ...plan, workers: base.workers });
    }),
    { numRuns: runsOf(40) },
  );
});

test('a wrong stage of a report is named with its place in the report', async (t) => {
  const stage = { name: 'a', durationMs: -5, from: 1, to: 2, measured: true };
  const plan = { ...planToJson((await resolve({})).plan), stages: [stage] };
  const scenario = await fileOf(t, JSON.stringify({ schema: REPORT, plan }, null, 1), 'report.json');
  assert.match(
    (await problemsOf({ scenario }))[0] ?? '',
    /^report\.json:\d+:19: stages\.0\.duration: "-5ms" must be a number/,
  );
});

test('a wrong target of a report is named with its place in the report', async (t) => {
  const plan = { ...planToJson((await resolve({})).plan), otherTargets: ['http://127.0.0.1:1', 'nowhere'] };
  const content = JSON.stringify({ schema: REPORT, plan }, null, 1);
  const line = content.split('\n').findIndex((text) => text.includes('nowhere')) + 1;
  assert.match(
    (await problemsOf({ scenario: await fileOf(t, content, 'report.json') }))[0] ?? '',
    new RegExp(`^report\\.json:${line}:`),
  );
});

test('every shipped dialect and theme survives the way through a report', async (t) => {
  for (const dialect of [
    'feathers',
    'minitalk',
    'minitalk-username',
    'nestjs',
    'python-socketio',
    'sails',
    'socketio-chat',
  ]) {
    const { plan } = await resolve({ dialect, theme: 'new-year-ko' });
    const scenario = await fileOf(t, { schema: REPORT, plan: planToJson(plan) }, 'report.json');
    assert.deepEqual((await resolve({ scenario })).plan, plan);
  }
});

test('the plan of a report has a rate, a room size as text and times in milliseconds', async () => {
  const json = planToJson((await resolve({ rate: 'max', roomSize: '4' })).plan);
  assert.equal(json.rate, 'max');
  assert.equal(json.roomSize, '4');
  assert.equal(json.durationMs, 30_000);
  assert.equal('messagesPerSecond' in json, false);
});

test('flags go over the plan of a report, and its allowed hosts must be allowed again', async (t) => {
  const { plan } = await resolve({ target: 'http://example.org', allowHost: ['example.org'] });
  const scenario = await fileOf(t, { schema: REPORT, plan: planToJson(plan) }, 'report.json');
  await assert.rejects(resolve({ scenario }), /not on this machine/);
  const again = await resolve({ scenario, allowHost: ['example.org'], users: '31' });
  assert.equal(again.plan.users, 31);
  assert.equal(again.plan.preset, 'quick');
});

test('a plan of an embedded run is embedded again, unless a target is given', async (t) => {
  const json = { ...planToJson((await resolve({ embedded: true })).plan), target: 'http://127.0.0.1:1' };
  for (const content of [
    { ...json, embedded: true },
    { schema: REPORT, plan: { ...json, embedded: true } },
  ]) {
    const scenario = await fileOf(t, content, 'report.json');
    assert.equal((await resolve({ scenario })).embedded, true);
    assert.equal((await resolve({ scenario, embedded: true })).embedded, true);
    const elsewhere = await resolve({ scenario, target: 'http://127.0.0.1:5000' });
    assert.equal(elsewhere.embedded, false);
    assert.equal(elsewhere.plan.target, 'http://127.0.0.1:5000');
  }
  const other = await resolve({ scenario: await fileOf(t, { ...json, embedded: false }, 'report.json') });
  assert.equal(other.embedded, false);
  assert.equal(other.plan.target, 'http://127.0.0.1:1');
});

test('problems in a report name the place and the field of its plan', async (t) => {
  const scenario = await fileOf(
    t,
    `{"schema": "${REPORT}",\n "plan": {"users": 1,\n  "durationMs": -5}}`,
    'report.json',
  );
  assert.deepEqual(await problemsOf({ scenario }), [
    'report.json:2:20: users: "1" must be a whole number from 2 to 1000000',
    'report.json:3:17: duration: "-5ms" must be a number with a unit: 500ms, 30s, 5m, 1m30s, 1h',
  ]);
});
