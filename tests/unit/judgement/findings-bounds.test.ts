import assert from 'node:assert/strict';
import test from 'node:test';
import { inEnglish } from '#dist/core/language/words.js';
import { findingsOf } from '#dist/judgement/findings/index.js';
import { MOST_PLACES } from '#dist/metrics/places.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { assertLinear } from '../../helpers/linear.js';
import { runOutcome } from '../../helpers/report/outcome.js';
import { verdictOf } from '../../helpers/report/verdict.js';

const SUSPECT = verdictOf('SUSPECT');

/** A run that lost a copy and a connection in every second. */
function badRun(seconds: number): RunOutcome {
  const healthy = runOutcome();
  const [row, room] = [healthy.timeline[0], healthy.rooms[0]];
  assert.ok(row !== undefined && room !== undefined);
  return {
    ...healthy,
    timeline: Array.from({ length: seconds }, (_, second) => ({ ...row, second, lost: 1, connectionsLost: 1 })),
    rooms: [{ ...room, lost: seconds }],
    places: Array.from({ length: MOST_PLACES }, (_, second) => ({ room: room.room, second, lost: 1, cut: 1 })),
    deliveries: { ...healthy.deliveries, lost: seconds },
  };
}

test('cuts are put to the losses of their second and the one before', () => {
  const found = findingsOf(badRun(1000), SUSPECT).map(inEnglish);
  assert.ok(
    found.some((finding) => finding.includes('all the time, when 1,000 connections of its members were cut')),
    found.join('\n'),
  );
});

test('a second costs as much in a long run as in a short one', async () => {
  await assertLinear(2000, (seconds) => {
    const outcome = badRun(seconds);
    return () => findingsOf(outcome, SUSPECT);
  });
});

test('a reason that no version knows has no advice, whatever it is called', () => {
  const verdict = verdictOf('SUSPECT', [{ code: 'constructor', part: 'both', message: 'something odd' }]);
  const found = findingsOf(runOutcome(), verdict).map(inEnglish);
  assert.ok(!found.some((finding) => finding.includes('something odd')));
});
