import assert from 'node:assert/strict';
import test from 'node:test';
import { inEnglish } from '#dist/core/language/words.js';
import { stormFindings } from '#dist/judgement/findings/storms.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { lively } from '../../helpers/report/lively.js';

function found(changes: Partial<RunOutcome>): string[] {
  return stormFindings({ ...lively(), ...changes }).map(inEnglish);
}

test('what a run that ended early did not come to is told, and no count of nobody stands for it', () => {
  const { storms, slowReaders } = lively();
  const [storm] = storms;
  assert.ok(storm !== undefined && slowReaders !== null);
  const none = { storms: [{ ...storm, cut: 0, back: 0, untaken: 0 }], slowReaders: { ...slowReaders, users: 0 } };
  const { atMs } = storm.planned;
  assert.equal(found({ ...none, floodMs: Math.min(atMs, slowReaders.planned.atMs) }).length, 2);
  assert.deepEqual(found({ ...none, slowReaders: null, floodMs: atMs }), [
    `The storm at ${atMs / 1000}s was not reached: the load ended before.`,
  ]);
  assert.deepEqual(found({ ...none, storms: [], floodMs: slowReaders.planned.atMs }), [
    `Nobody stopped reading at ${slowReaders.planned.atMs / 1000}s: the load ended before.`,
  ]);
  assert.deepEqual(found({ ...none, floodMs: 0 }), [], 'a load that never began');
  assert.deepEqual(found({ ...none, floodMs: 1e9 }), [], 'nobody was there');
});
