import assert from 'node:assert/strict';
import test from 'node:test';
import { searchExitOf } from '#dist/cli/commands/capacity/search-exit.js';
import type { CapacityReport } from '#dist/capacity/report/capacity-report.js';
import { madeReport, slowAbove } from '../../helpers/capacity/told.js';

function exitOf(report: CapacityReport, atLeast: number | null): number {
  return searchExitOf({ ...report, plan: { ...report.plan, atLeast } }, true);
}

const FOUND = madeReport({ at: slowAbove(1500) });
const STARVED = madeReport({ at: (load) => (load > 300 ? { unsent: load } : {}) });

test('less than was asked for is 99, and 4 when the generator was the limit', () => {
  assert.deepEqual(
    [null, 1460, 1500].map((atLeast) => exitOf(FOUND, atLeast)),
    [0, 0, 99],
  );
  assert.deepEqual(
    [null, 100, 1500].map((atLeast) => exitOf(STARVED, atLeast)),
    [0, 0, 4],
  );
  // What could be offered to a sink is the tester's limit as well, and --max is nobody's.
  const most = madeReport({ at: slowAbove(1e9), max: 1000 });
  const asked = madeReport({
    at: slowAbove(1e9),
    max: 1000,
    told: { maxLoad: { messagesPerSecond: 1000, why: 'asked' } },
  });
  assert.deepEqual([exitOf(most, 2000), exitOf(asked, 2000)], [4, 99]);
  // Of several goals, one that the server failed is enough.
  const both = madeReport({ at: slowAbove(1500), groups: [['p99(delivery)<100ms'], ['max(delivery)<60s']] });
  assert.deepEqual(
    both.goals.map(({ why }) => why),
    ['found', 'max-load'],
  );
  assert.equal(exitOf(both, 30_000), 99);
});

test('a search that was ended has the code of what ended it, whatever it had found', () => {
  const endedBy = (interruptedBy: CapacityReport['run']['interruptedBy']): number =>
    exitOf({ ...FOUND, run: { ...FOUND.run, interrupted: true, interruptedBy } }, 5000);
  assert.deepEqual(
    (['SIGINT', 'SIGTERM', 'target-lost', 'could-not-start', 'worker-crashed'] as const).map(endedBy),
    [130, 143, 99, 3, 1],
  );
  assert.equal(searchExitOf(FOUND, false), 1);
});
