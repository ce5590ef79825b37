import assert from 'node:assert/strict';
import test from 'node:test';
import { exitCodeOf, type RunEnding } from '#dist/cli/exit-code.js';

const HELD: RunEnding = {
  interruption: null,
  verdict: 'VALID',
  thresholdsHeld: true,
  certainThresholdsHeld: true,
  reportsWritten: true,
};

test('each reason has its exit code', () => {
  const cases: readonly (readonly [Partial<RunEnding>, number])[] = [
    [{}, 0],
    [{ verdict: 'SUSPECT' }, 0],
    [{ thresholdsHeld: false }, 99],
    [{ verdict: 'INVALID' }, 4],
    [{ interruption: 'SIGINT' }, 130],
    [{ interruption: 'SIGTERM' }, 143],
    [{ interruption: 'target-lost', thresholdsHeld: false }, 99],
    [{ interruption: 'worker-crashed' }, 1],
    [{ interruption: 'agent-lost' }, 1],
    [{ reportsWritten: false }, 1],
  ];
  for (const [ending, code] of cases) assert.equal(exitCodeOf({ ...HELD, ...ending }), code, JSON.stringify(ending));
});

test('of several reasons the first of 1, 130 or 143, 99 by a count, 4, 99 by a time is taken', () => {
  const everything: RunEnding = {
    interruption: 'SIGINT',
    verdict: 'INVALID',
    thresholdsHeld: false,
    certainThresholdsHeld: false,
    reportsWritten: false,
  };
  const written = { ...everything, reportsWritten: true };
  const whole: RunEnding = { ...written, interruption: null };
  assert.equal(exitCodeOf(everything), 1);
  assert.equal(exitCodeOf(written), 130);
  assert.equal(exitCodeOf({ ...written, interruption: 'SIGTERM' }), 143);
  assert.equal(exitCodeOf(whole), 99);
  assert.equal(exitCodeOf({ ...whole, certainThresholdsHeld: true }), 4);
  assert.equal(exitCodeOf({ ...whole, certainThresholdsHeld: true, verdict: 'VALID' }), 99);
});
