import assert from 'node:assert/strict';
import test from 'node:test';
import { inEnglish } from '#dist/core/language/words.js';
import { slowReaderFindings, stormFindings } from '#dist/judgement/findings/storms.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { lively } from '../../helpers/report/lively.js';

function found(changes: Partial<RunOutcome>): string[] {
  const outcome = { ...lively(), ...changes };
  return [...stormFindings(outcome), ...slowReaderFindings(outcome)].map(inEnglish);
}

test('what a run that ended early did not come to is told, and no count of nobody stands for it', () => {
  const { storms, slowReaders } = lively();
  const [storm] = storms;
  assert.ok(storm !== undefined && slowReaders !== null);
  const none = {
    storms: [{ ...storm, cut: 0, back: 0, untaken: 0 }],
    slowReaders: { ...slowReaders, users: 0, dropped: 0 },
  };
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

test('copies that never came to slow readers are dropped for certain when all that was sent later came, and may be under way otherwise', () => {
  const { slowReaders, deliveries } = lively();
  assert.ok(slowReaders !== null);
  const { atMs, durationMs } = slowReaders.planned;
  const slow = { ...slowReaders, users: 2, held: 100, received: 90, gone: 0, dropped: 10 };
  const readAgain = { storms: [], slowReaders: slow, floodMs: atMs + durationMs + 1000 };
  const [certain] = found({ ...readAgain, deliveries: { ...deliveries, lost: 0 } });
  assert.match(certain ?? '', /^10 of 100 copies for slow readers never came, though .* keeps the connection/u);
  const doubtful = [
    { ...readAgain, deliveries: { ...deliveries, lost: 1 } },
    { ...readAgain, deliveries: { ...deliveries, lost: 0 }, floodMs: atMs + durationMs },
  ];
  for (const outcome of doubtful) assert.match(found(outcome)[0] ?? '', /^10 of 100 .* a longer --drain tells/u);
  assert.deepEqual(found({ ...readAgain, slowReaders: { ...slow, dropped: 0, received: 100 } }), []);
});
