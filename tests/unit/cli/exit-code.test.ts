import assert from 'node:assert/strict';
import test from 'node:test';
import { exitCodeOf, type RunEnding } from '#dist/cli/exit-code.js';

const HELD: RunEnding = { interruption: null, verdict: 'VALID', thresholdsHeld: true, reportsWritten: true };

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
    [{ reportsWritten: false }, 1],
  ];
  for (const [ending, code] of cases) assert.equal(exitCodeOf({ ...HELD, ...ending }), code, JSON.stringify(ending));
});

test('of several reasons the first of 1, 130 or 143, 4, 99 is taken', () => {
  const everything: RunEnding = {
    interruption: 'SIGINT',
    verdict: 'INVALID',
    thresholdsHeld: false,
    reportsWritten: false,
  };
  assert.equal(exitCodeOf(everything), 1);
  assert.equal(exitCodeOf({ ...everything, reportsWritten: true }), 130);
  assert.equal(exitCodeOf({ ...everything, reportsWritten: true, interruption: 'SIGTERM' }), 143);
  assert.equal(exitCodeOf({ ...everything, reportsWritten: true, interruption: null }), 4);
  assert.equal(exitCodeOf({ ...everything, reportsWritten: true, interruption: null, verdict: 'VALID' }), 99);
});
