import assert from 'node:assert/strict';
import test from 'node:test';
import { createPalette } from '#dist/cli/colours.js';
import { ENGLISH_VOICE } from '#dist/report/voice.js';
import { summaryLines } from '#dist/cli/summary/summary.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { rate } from '#dist/page/format.js';
import { buildReport, type ReportContext } from '#dist/report/build-report.js';
import { connectOutcome, reportContext, runOutcome } from '../../helpers/report/outcome.js';

interface Given {
  readonly context?: Partial<ReportContext>;
  readonly kind?: 'run' | 'connect';
}

function summarise(outcome: RunOutcome, { context = {}, kind = 'run' }: Given = {}): string[] {
  const report = buildReport(outcome, reportContext(context));
  const palette = createPalette(0);
  return summaryLines({ report, kind, files: [], width: 80, palette, fitsScreen: true, voice: ENGLISH_VOICE });
}

test('a rate is the same number in the headline, in the table, in the grade and on the page', () => {
  const { counters, deliveries } = runOutcome();
  const outcome = runOutcome({
    counters: { ...counters, intended: 8_960, sent: 8_960, completed: 8_960, received: 8_960 * 5 },
    deliveries: { ...deliveries, expected: 8_960 * 5, received: 8_960 * 5 },
  });
  const context = { thresholds: ['tps>=298.65'] };
  const text = summarise(outcome, { context }).join(' ');
  assert.match(text, /at 298\.6 messages\/s/);
  assert.match(text, /298\.6 of 298\.6 messages\/s sent, 1,493 deliveries\/s/);
  assert.match(text, /tps>=298\.65 \(298\.6\)/);
  assert.match(text, /\(this +run 298\.6\)/);
  assert.equal(rate(buildReport(outcome, reportContext()).tps.completed), '298.6');
});

test('losses that may only be late are told as such beside where they were', () => {
  const { rooms, deliveries, timeline } = runOutcome();
  const outcome = runOutcome({
    rooms: rooms.map((room, index) => (index === 0 ? { ...room, lost: 50 } : room)),
    deliveries: { ...deliveries, lost: 50, received: deliveries.received - 50 },
    timeline: timeline.map((row) => (row.second === 29 ? { ...row, lost: 50 } : row)),
  });
  assert.match(
    summarise(outcome).join(' ').replace(/ +/g, ' '),
    /noticed All 50 .*the 50 lost ones may only have been late/,
  );
});

test('what the generator itself took is told, of a connection test its memory alone', () => {
  const [one] = runOutcome().workers;
  const workers = one === undefined ? [] : [one];
  const told = (lines: readonly string[]): string => lines.join(' ').replaceAll(/ +/g, ' ');
  assert.match(
    told(summarise(runOutcome({ workers }))),
    / generator CPU 22 %, 42 µs a message; GC 1\.0 %; 96\.0 MiB, 8\.0 KiB a connection /,
  );
  assert.match(told(summarise(runOutcome({ workers: [...workers, ...workers] }))), / CPU 22 % a worker, 42 µs/);
  assert.match(
    told(summarise(connectOutcome(), { kind: 'connect' })),
    / generator 96\.0 MiB, 8\.0 KiB a connection( |$)/,
  );
});
