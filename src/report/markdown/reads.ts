import { formatCount, formatLatencyMs, formatRate } from '../../core/units.js';
import type { Report } from '../report-types.js';
import { folded, markdownTable } from './escape.js';

const COLUMNS = [
  'a second',
  ' due',
  ' answered',
  ' failed',
  ' not answered',
  ' not sent',
  ' p50',
  ' p95',
  ' p99',
  ' answers behind',
  ' at most',
] as const;

/** What was read beside the messages; empty where nothing was. */
export function reads({ reads: read }: Report): string {
  if (read === null) return '';
  const { latencyMs, stalenessMs, judged, stale } = read;
  const counts = [read.intended, read.answered, read.failed, read.unanswered, read.unsent];
  const row = [
    formatRate(read.perSecond),
    ...counts.map((count) => formatCount(count)),
    ...[latencyMs.p50, latencyMs.p95, latencyMs.p99].map((value) => formatLatencyMs(value)),
    judged === 0 ? '–' : `${formatCount(stale)} of ${formatCount(judged)}`,
    judged === 0 ? '–' : formatLatencyMs(stalenessMs.max),
  ];
  return folded('Reads', markdownTable(COLUMNS, [row]));
}
