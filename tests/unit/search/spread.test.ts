import assert from 'node:assert/strict';
import test from 'node:test';
import { STUDIED, type Study, study } from '../../helpers/search/study.js';
import { DEFAULT_GOAL } from '../../helpers/search/simulate.js';

/** Enough for bounds that are a quarter above what thousands give; `bench/search.mjs` runs those. */
const SERVERS = 100;

function studyOf(name: string, durationSumMs = DEFAULT_GOAL.durationSumMs): Study {
  const serverAt = STUDIED[name];
  assert.ok(serverAt !== undefined);
  return study(serverAt, SERVERS, { ...DEFAULT_GOAL, durationSumMs });
}

test('a hard knee is found within the width, always, in less than 0.3 of the trial time of bisection', () => {
  const { search, timeRatio } = studyOf('a hard knee');
  assert.equal(search.withinWidth, 1);
  assert.ok(timeRatio < 0.21, `${timeRatio}`);
});

test('of a blurred knee the answers are less spread than those of bisection, in a third of the time', () => {
  for (const [name, spread] of [
    ['a knee blurred by 2 %', 0.09],
    ['a knee blurred by 5 %', 0.16],
  ] as const) {
    const { search, bisection, timeRatio } = studyOf(name);
    assert.ok(search.spread < spread && search.spread < 0.75 * bisection.spread, `${name}: ${search.spread}`);
    assert.ok(timeRatio < 0.36, `${name}: ${timeRatio}`);
  }
});

test('in the time of bisection the answers are half as spread', () => {
  for (const [name, durationSumMs] of [
    ['a knee blurred by 2 %', 160_000],
    ['a knee blurred by 5 %', 120_000],
  ] as const) {
    const { search, bisection, timeRatio } = studyOf(name, durationSumMs);
    assert.ok(search.spread < 0.55 * bisection.spread, `${name}: ${search.spread} of ${bisection.spread}`);
    assert.ok(timeRatio < 1.1, `${name}: ${timeRatio}`);
  }
});

test('a server with one bad trial in ten is found all the same, which bisection does not', () => {
  const { search, bisection, timeRatio } = studyOf('one trial in ten bad, whatever the load');
  assert.ok(search.withinWidth > 0.97, `${search.withinWidth}`);
  assert.ok(bisection.withinWidth < 0.8);
  assert.ok(timeRatio < 0.3, `${timeRatio}`);
});
