import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAct } from '#dist/lab/acts/index.js';
import type { CriterionFinding } from '#dist/lab/criteria/criterion.js';
import { CRITERIA } from '#dist/lab/criteria/index.js';
import { type AskedLogIn, type Evidence, emptyEvidence, type LoadEvidence } from '#dist/lab/evidence.js';
import { BucketCounter } from '#dist/metrics/bucket-counter.js';
import type { ReadOutcome } from '#dist/metrics/reads.js';
import type { RunOutcome, StageOutcome } from '#dist/metrics/run-outcome.js';
import { emptyLatencies, emptyStageCounters } from '#dist/metrics/snapshot.js';

const WORDS = { en: 'then', ko: '그때' };

function judge(criterion: string, bounds: object, evidence: Partial<Evidence>): CriterionFinding {
  const found = CRITERIA[criterion];
  assert.ok(found !== undefined);
  return found.bind(criterion, bounds).judge({ ...emptyEvidence(), ...evidence });
}

function load(name: string, outcome: Partial<RunOutcome>): LoadEvidence {
  return { name, outcome } as LoadEvidence;
}

/** A counter of so many samples of one time. */
function times(count: number, us: number): BucketCounter {
  const counter = new BucketCounter();
  for (let sample = 0; sample < count; sample++) counter.record(us);
  return counter;
}

function stage(deliveredUs: number, count = 1000): StageOutcome {
  const latency = { ...emptyLatencies(), fanout: times(count, deliveredUs) };
  return { durationMs: 1000, counters: emptyStageCounters(), latency } as StageOutcome;
}

function reads(latencyUs: number, stalenessUs: number): Partial<RunOutcome> {
  const counts = { intended: 500, sent: 500, answered: 500, failed: 0, judged: 500, stale: stalenessUs > 0 ? 500 : 0 };
  const outcome: ReadOutcome = {
    planned: 100,
    ...counts,
    latency: times(500, latencyUs),
    staleness: times(500, stalenessUs),
  };
  return { reads: outcome };
}

test('a server that slows with every message is slower at the end than its second part allows; the first part is left alone', () => {
  const bounds = { load: 'growth', factor: 1.5, plus: '5ms' };
  const of = (...stages: StageOutcome[]): CriterionFinding['status'] =>
    judge('steady-latency', bounds, { loads: [load('growth', { stages })] }).status;
  assert.equal(of(stage(900_000), stage(10_000), stage(19_000)), 'held');
  assert.equal(of(stage(1000), stage(10_000), stage(21_000)), 'failed');
  assert.equal(of(stage(1000), stage(10_000), stage(1000, 3)), 'failed');
  assert.equal(of(stage(1000)), 'unproven');
  assert.equal(judge('steady-latency', bounds, {}).status, 'unproven');
});

test('the largest file counts, and a server without files proves nothing', () => {
  const of = (...sizes: number[]): CriterionFinding['status'] =>
    judge('largest-file', { mostMiB: 50 }, { files: sizes.map((bytes, index) => ({ name: `f${index}`, bytes })) })
      .status;
  assert.equal(of(1, 50 * 2 ** 20), 'held');
  assert.equal(of(50 * 2 ** 20 + 1, 1), 'failed');
  assert.equal(of(), 'unproven');
});

test('a cache is worth it when reads with it take less than the share of those without', () => {
  const of = (cachedUs: number, plainUs: number): CriterionFinding =>
    judge(
      'read-factor',
      { cached: 'cached', plain: 'plain', most: '20%' },
      {
        loads: [load('cached', reads(cachedUs, 0)), load('plain', reads(plainUs, 0))],
      },
    );
  assert.equal(of(4000, 25_000).status, 'held');
  assert.equal(of(6000, 25_000).status, 'failed');
  assert.equal(of(6000, 25_000).basis, 'times');
  assert.equal(judge('read-factor', { cached: 'cached', plain: 'plain', most: '20%' }, {}).status, 'unproven');
});

test('an answer may lack what was delivered a moment before, and nothing older', () => {
  const of = (stalenessUs: number): CriterionFinding['status'] =>
    judge('read-fresh', { load: 'cached', most: '1s', ...WORDS }, { loads: [load('cached', reads(1000, stalenessUs))] })
      .status;
  assert.equal(of(0), 'held');
  assert.equal(of(900_000), 'held');
  assert.equal(of(1_100_000), 'failed');
  assert.equal(judge('read-fresh', { load: 'cached', most: '1s', ...WORDS }, {}).status, 'unproven');
});

const MOMENTS = [
  { name: 'cut', atUs: 1_000_000 },
  { name: 'well', atUs: 6_000_000 },
];

function asked(atUs: number, tookMs: number, isOk: boolean): AskedLogIn {
  return { atUs, tookMs, isOk, kind: isOk ? null : 'server.http-500' };
}

test('who asks while a database is gone is answered in time, whatever the answer is', () => {
  const of = (asks: readonly AskedLogIn[], missingParts: readonly string[] = []): CriterionFinding['status'] =>
    judge('answers-at-once', { from: 'cut', to: 'well', most: '3s' }, { moments: MOMENTS, asks, missingParts }).status;
  assert.equal(of([asked(900_000, 8000, true), asked(2_000_000, 20, false)]), 'held');
  assert.equal(of([asked(2_000_000, 20, false), asked(5_900_000, 4000, true)]), 'failed');
  assert.equal(of([asked(900_000, 20, true)]), 'unproven');
  assert.equal(of([asked(2_000_000, 20, false)], ['PostgreSQL']), 'unproven');
});

test('a server is back when somebody could log in after its database was, and not when all only failed quickly', () => {
  const of = (asks: readonly AskedLogIn[]): CriterionFinding['status'] =>
    judge('answers-again', { after: 'well', within: '10s' }, { moments: MOMENTS, asks }).status;
  assert.equal(of([asked(5_000_000, 1, true), asked(6_100_000, 1, false), asked(9_000_000, 50, true)]), 'held');
  assert.equal(of([asked(6_100_000, 1, false), asked(17_000_000, 50, true)]), 'failed');
  assert.equal(of([asked(6_100_000, 1, false)]), 'failed');
  assert.equal(of([asked(5_000_000, 1, true)]), 'unproven');
});

test('acts on caches and databases say what they take', () => {
  assert.throws(() => readAct('cache away'), /"cache down" or "cache up"/);
  assert.throws(() => readAct('database'), /"database down" or "database up"/);
  assert.throws(() => readAct('ask often'), /30s/);
});
