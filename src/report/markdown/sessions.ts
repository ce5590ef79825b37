import { formatCount, formatLatencyMs } from '../../core/units.js';
import type { Report } from '../report-types.js';
import { drawnText } from '../session-report.js';
import { folded, markdownTable } from './escape.js';

const COLUMNS = [
  'stay',
  'away',
  ' left',
  ' back',
  ' away at the end',
  ' never back',
  ' back in p50',
  ' max',
  ' copies missed',
  ' recovered',
] as const;

/** How users left and came back; empty where everybody stayed. */
export function sessions({ sessions: told }: Report): string {
  if (told === null) return '';
  const { lengthMs, pauseMs, left, back, stillAway, neverBack, backMs, missed, recovered } = told;
  const row = [
    drawnText(lengthMs),
    drawnText(pauseMs),
    ...[left, back, stillAway, neverBack].map((count) => formatCount(count)),
    formatLatencyMs(backMs.p50),
    formatLatencyMs(backMs.max),
    ...[missed, recovered].map((count) => formatCount(count)),
  ];
  return folded('Sessions', markdownTable(COLUMNS, [row]));
}
