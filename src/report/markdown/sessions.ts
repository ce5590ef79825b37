import { drawnTimeText } from '../../core/sessions.js';
import { formatCount, formatLatencyMs } from '../../core/units.js';
import type { Report } from '../report-types.js';
import type { Voice } from '../voice.js';
import { folded, markdownTable } from './escape.js';
import { headsOf } from './said.js';

const COLUMNS = [
  'md.people.stay',
  'md.people.away',
  'md.people.left',
  'md.people.back',
  'md.people.still-away',
  'md.people.never-back',
  'md.people.back-p50',
  'md.people.max',
  'md.people.missed',
  'md.recovered',
] as const;

/** How users left and came back; empty where everybody stayed. */
export function sessions({ sessions: told }: Report, { words }: Voice): string {
  if (told === null) return '';
  const { lengthMs, pauseMs, left, back, stillAway, neverBack, backMs, missed, recovered } = told;
  const row = [
    drawnTimeText(lengthMs, words),
    drawnTimeText(pauseMs, words),
    ...[left, back, stillAway, neverBack].map((count) => formatCount(count)),
    formatLatencyMs(backMs.p50),
    formatLatencyMs(backMs.max),
    ...[missed, recovered].map((count) => formatCount(count)),
  ];
  return folded(words.text('md.people.sessions'), markdownTable(headsOf(COLUMNS, words), [row]));
}
