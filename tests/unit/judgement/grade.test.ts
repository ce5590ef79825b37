import assert from 'node:assert/strict';
import test from 'node:test';
import { type GradeFacts, gradeOf } from '#dist/judgement/grade.js';

function factsOf(overrides: Partial<GradeFacts> = {}): GradeFacts {
  return { verdict: 'VALID', lost: 0, completedPerSecond: 1_000, deliveryP95Ms: 100, ...overrides };
}

test('each level begins exactly at its rate and its p95', () => {
  const levels = [
    ['Bronze', 1_000, 100],
    ['Silver', 5_000, 50],
    ['Gold', 10_000, 20],
    ['Platinum', 50_000, 10],
  ] as const;
  let below: string | null = null;
  for (const [level, completedPerSecond, deliveryP95Ms] of levels) {
    assert.equal(gradeOf(factsOf({ completedPerSecond, deliveryP95Ms })).level, level);
    assert.equal(gradeOf(factsOf({ completedPerSecond: completedPerSecond - 0.1, deliveryP95Ms })).level, below);
    assert.equal(gradeOf(factsOf({ completedPerSecond, deliveryP95Ms: deliveryP95Ms + 0.1 })).level, below);
    below = level;
  }
});

test('a fast run that is slow at delivering earns what its latency allows', () => {
  assert.equal(gradeOf(factsOf({ completedPerSecond: 60_000, deliveryP95Ms: 45 })).level, 'Silver');
});

test('a run that is not VALID earns nothing and is told so', () => {
  for (const verdict of ['SUSPECT', 'INVALID'] as const) {
    const grade = gradeOf(factsOf({ verdict, completedPerSecond: 90_000, deliveryP95Ms: 1 }));
    assert.equal(grade.level, null);
    assert.match(grade.why, new RegExp(verdict));
    assert.match(grade.next ?? '', /^Bronze takes a VALID run/);
  }
});

test('a run that lost one delivery earns nothing', () => {
  const grade = gradeOf(factsOf({ lost: 1, completedPerSecond: 90_000, deliveryP95Ms: 1 }));
  assert.equal(grade.level, null);
  assert.match(grade.why, /lost 1/);
});

test('without a p95 there is no grade', () => {
  assert.equal(gradeOf(factsOf({ deliveryP95Ms: null })).level, null);
});

test('next names exactly what the next level lacks', () => {
  assert.equal(
    gradeOf(factsOf({ completedPerSecond: 2_000, deliveryP95Ms: 12 })).next,
    'Silver takes 5,000 completed messages/s (this run 2,000)',
  );
  assert.match(
    gradeOf(factsOf({ completedPerSecond: 2_000, deliveryP95Ms: 60 })).next ?? '',
    /5,000.*, and p95.*50 ms/,
  );
  assert.equal(gradeOf(factsOf({ completedPerSecond: 50_000, deliveryP95Ms: 10 })).next, null);
});

test('a rate just short of a level is not rounded up to it', () => {
  const grade = gradeOf(factsOf({ completedPerSecond: 999.7 }));
  assert.equal(grade.level, null);
  assert.match(grade.why, /\b999\.7 completed/);
});
