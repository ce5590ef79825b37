import { formatCount, formatTime } from '../../core/units.js';
import type { Report } from '../report-types.js';
import type { Voice } from '../voice.js';
import { folded, markdownTable } from './escape.js';
import { headsOf } from './said.js';

const COLUMNS = [
  'md.people.from',
  'md.people.for',
  'md.users',
  'md.people.cut',
  'md.people.back',
  'md.people.held',
  'md.people.came-later',
  'md.people.gone',
  'md.people.never-came',
] as const;

/** What became of those who did not read; empty without any. */
export function slowReaders({ slowReaders: slow }: Report, { words }: Voice): string {
  if (slow === null) return '';
  const counts = [slow.users, slow.cut, slow.back, slow.held, slow.received, slow.gone, slow.dropped];
  const row = [formatTime(slow.atMs), formatTime(slow.durationMs), ...counts.map((count) => formatCount(count))];
  return folded(words.text('md.people.slow-readers'), markdownTable(headsOf(COLUMNS, words), [row]));
}
