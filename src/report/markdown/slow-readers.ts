import { formatCount, formatTime } from '../../core/units.js';
import type { Report } from '../report-types.js';
import { folded, markdownTable } from './escape.js';

const COLUMNS = [
  'from',
  ' for',
  ' users',
  ' cut',
  ' back',
  ' copies held',
  ' came later',
  ' gone with connections',
  ' never came',
] as const;

/** What became of those who did not read; empty without any. */
export function slowReaders({ slowReaders: slow }: Report): string {
  if (slow === null) return '';
  const counts = [slow.users, slow.cut, slow.back, slow.held, slow.received, slow.gone, slow.dropped];
  const row = [formatTime(slow.atMs), formatTime(slow.durationMs), ...counts.map((count) => formatCount(count))];
  return folded('Slow readers', markdownTable(COLUMNS, [row]));
}
