import assert from 'node:assert/strict';
import test from 'node:test';
import { inEnglish } from '#dist/core/language/words.js';
import { stageFindings, unmeasuredFindings } from '#dist/judgement/findings/stages.js';
import { addDeliveries } from '#dist/metrics/outcome-builder.js';
import { runOutcome, stageOutcome } from '../../helpers/report/outcome.js';
import { stagedReport } from '../../helpers/report/staged-report.js';

test('what a warm-up lost is told, since no threshold counts it', () => {
  const { findings } = stagedReport();
  assert.ok(
    findings.includes(
      '7 lost deliveries were of "warm-up", where nothing is measured: no threshold and no verdict counts them.',
    ),
    findings.join('\n'),
  );
  const lossy = { measured: false, deliveries: { ...addDeliveries([]), expected: 1, lost: 1 } };
  assert.deepEqual(unmeasuredFindings(runOutcome({ stages: [stageOutcome('\u001b[2J', lossy)] })).map(inEnglish), [
    '1 lost delivery was of "\\x1b[2J", where nothing is measured: no threshold and no verdict counts it.',
  ]);
});

test('the time of recovery is told where the load fell, and nowhere else', () => {
  assert.deepEqual(
    stagedReport().findings.filter((finding) => finding.startsWith('After')),
    ['After "spike" it took 2.0 s until the p99 of "before" was back.'],
  );
});

test('what cannot be seen in the time that is left is not said to be so', () => {
  const copies = { ...addDeliveries([]), expected: 9, received: 9 };
  const findingsOf = (restMs: number): string[] => {
    const before = stageOutcome('before', { startMs: 0, durationMs: 2000, deliveries: copies });
    const spike = stageOutcome('spike', { startMs: 2000, durationMs: 700, plannedFrom: 9000, plannedTo: 9000 });
    const after = stageOutcome('after', { startMs: 2700, durationMs: restMs });
    return stageFindings(runOutcome({ stages: [before, spike, after], timeline: [], intervals: [] })).map(inEnglish);
  };
  assert.deepEqual(findingsOf(3200), [
    'After "spike" the p99 of "before" was not seen to be back: that takes three whole seconds on end, and the load went on for 3.2 s only.',
  ]);
  assert.deepEqual(findingsOf(3300), ['After "spike" the p99 of "before" did not come back while messages were sent.']);
});

test('stages that were not reached are told, and a jump is none of them', () => {
  const jump = stageOutcome('jump', { durationMs: 0 });
  const [first, second] = [stageOutcome('first'), stageOutcome('second', { durationMs: 0 })];
  assert.deepEqual(
    stageFindings(runOutcome({ stages: [jump, first, second, { ...second, name: 'third' }] })).map(inEnglish),
    ['"second" and "third" were not reached.'],
  );
  assert.deepEqual(stageFindings(runOutcome({ stages: [jump, first] })).map(inEnglish), []);
  assert.deepEqual(stageFindings(runOutcome({ floodMs: 0, stages: [second] })).map(inEnglish), []);
});
