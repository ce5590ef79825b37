import assert from 'node:assert/strict';
import test from 'node:test';
import { ENGLISH_VOICE } from '#dist/report/voice.js';
import { createPalette } from '#dist/cli/colours.js';
import { summaryLines } from '#dist/cli/summary/summary.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { buildReport } from '#dist/report/build-report.js';
import { entranceOutcome } from '../../helpers/report/entrance-outcome.js';
import { reportContext, runOutcome } from '../../helpers/report/outcome.js';
import { spreadOf } from '../../helpers/report/spread.js';

function linesOf(outcome: RunOutcome): string[] {
  const report = buildReport(outcome, reportContext());
  return summaryLines({
    report,
    kind: 'run',
    files: [],
    width: 80,
    palette: createPalette(0),
    fitsScreen: true,
    voice: ENGLISH_VOICE,
  });
}

test('of several entrances the slowest is told, and the one that lost most', () => {
  const deliveries = { ...runOutcome().deliveries, received: 149_874, lost: 126 };
  const entrances = [
    entranceOutcome({ target: 'http://b', lost: 100, received: 74_900 }),
    entranceOutcome({ target: 'http://c', latency: spreadOf(75_000, 40_000, 60_000), lost: 26, received: 74_974 }),
  ];
  const lines = linesOf(runOutcome({ entrances, deliveries }));
  assert.ok(
    lines.includes('entrances     2, p50 1.75 ms to 50.0 ms (http://c), 100 of 126 lost at http://b'),
    lines.join('\n'),
  );
  assert.ok(!linesOf(runOutcome()).some((line) => line.includes('entrances')));
});

test('events beside the messages are told where there are some', () => {
  const { counters } = runOutcome();
  const text = linesOf(runOutcome({ counters: { ...counters, otherEvents: 1234 } })).join(' ');
  assert.match(text, /throughput .* 5,000 deliveries\/s; 1,234 other\s+events/);
  assert.doesNotMatch(linesOf(runOutcome()).join(' '), /other\s+events/);
});
