import { formatCount, formatLatencyMs, formatTime } from '../../core/units.js';
import type { Report } from '../report-types.js';
import { folded, markdownTable, more } from './escape.js';

const MOST_STORMS = 20;

const STORM_COLUMNS = [
  'at',
  ' offline',
  ' cut',
  ' back',
  ' never back',
  ' back in p50',
  ' max',
  ' copies missed',
  ' recovered',
] as const;

/** What became of the storms of the plan; empty without any. */
export function storms(report: Report): string {
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
  const rest = more(report.storms.length - rows.length, 'storms');
  return folded('Storms', `${markdownTable(STORM_COLUMNS, rows)}${rest}`);
}
