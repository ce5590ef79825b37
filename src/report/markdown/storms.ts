import { formatCount, formatLatencyMs, formatTime } from '../../core/units.js';
import type { Report } from '../report-types.js';
import type { Voice } from '../voice.js';
import { folded, markdownTable } from './escape.js';
import { headsOf, moreText } from './said.js';

const MOST_STORMS = 20;

const STORM_COLUMNS = [
  'md.people.at',
  'md.people.offline',
  'md.people.cut',
  'md.people.back',
  'md.people.never-back',
  'md.people.back-p50',
  'md.people.max',
  'md.people.missed',
  'md.recovered',
] as const;

/** What became of the storms of the plan; empty without any. */
export function storms(report: Report, { words }: Voice): string {
  if (report.storms.length === 0) return '';
  const rows = report.storms
    .slice(0, MOST_STORMS)
    .map(({ atMs, offlineMs, cut, back, neverBack, backMs, missed, recovered }) => [
      formatTime(atMs),
      formatTime(offlineMs),
      ...[cut, back, neverBack].map((count) => formatCount(count)),
      formatLatencyMs(backMs.p50),
      formatLatencyMs(backMs.max),
      ...[missed, recovered].map((count) => formatCount(count)),
    ]);
  const rest = moreText(report.storms.length - rows.length, 'md.more.storms', words);
  return folded(words.text('md.people.storms'), `${markdownTable(headsOf(STORM_COLUMNS, words), rows)}${rest}`);
}
