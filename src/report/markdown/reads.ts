import { formatCount, formatLatencyMs, formatRate } from '../../core/units.js';
import type { Report } from '../report-types.js';
import type { Voice } from '../voice.js';
import { folded, markdownTable } from './escape.js';
import { headsOf, partOfWhole } from './said.js';

const COLUMNS = [
  'md.people.a-second',
  'md.people.due',
  'md.people.answered',
  'md.failed',
  'md.people.not-answered',
  'md.people.not-sent',
  'md.people.p50',
  'md.people.p95',
  'md.people.p99',
  'md.people.behind',
  'md.people.at-most',
] as const;

/** What was read beside the messages; empty where nothing was. */
export function reads({ reads: read }: Report, { words }: Voice): string {
  if (read === null) return '';
  const { latencyMs, stalenessMs, judged, stale } = read;
  const counts = [read.intended, read.answered, read.failed, read.unanswered, read.unsent];
  const row = [
    formatRate(read.perSecond),
    ...counts.map((count) => formatCount(count)),
    ...[latencyMs.p50, latencyMs.p95, latencyMs.p99].map((value) => formatLatencyMs(value)),
    judged === 0 ? '–' : partOfWhole(stale, judged, words),
    judged === 0 ? '–' : formatLatencyMs(stalenessMs.max),
  ];
  return folded(words.text('md.people.reads'), markdownTable(headsOf(COLUMNS, words), [row]));
}
