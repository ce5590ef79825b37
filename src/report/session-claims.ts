import { sumOf } from '../core/numbers.js';
import { keysOf } from '../core/records.js';
import { decodeHistogram } from '../metrics/hdr-encoding.js';
import type { Report } from './report-types.js';
import { timesOf } from './storm-report.js';

/** Whoever left is back, away, or never back. */
export function sessionEqualities({ sessions }: Report): (readonly [what: string, left: number, right: number])[] {
  if (sessions === null) return [];
  const { left, back, stillAway, neverBack } = sessions;
  return [['left = back + stillAway + neverBack, of sessions', left, back + stillAway + neverBack]];
}

/** What people missed by sessions and storms is a part of what all did. */
export function partsOfSessions({
  sessions,
  storms,
  deliveries,
}: Report): (readonly [what: string, part: number, whole: number])[] {
  if (sessions === null) return [];
  const { missed, recovered, untaken, left } = sessions;
  return [
    [
      'missed by sessions and storms, of gone with their receivers',
      missed + sumOf(storms.map((storm) => storm.missed)),
      deliveries.receiverGone,
    ],
    [
      'recovered after sessions and storms, of recovered',
      recovered + sumOf(storms.map((storm) => storm.recovered)),
      deliveries.recovered,
    ],
    ['untaken, of left, of sessions', untaken, left],
  ];
}

/** The times of sessions, from their histogram. */
export function sessionTimesAgain({
  sessions,
}: Report): (readonly [what: string, told: number | null, again: number | null])[] {
  const counter = sessions === null ? undefined : decodeHistogram(sessions.histogram);
  if (sessions === null || counter === undefined) return [];
  const again = timesOf(counter);
  return keysOf(again).map((name) => [
    `backMs.${name} of sessions, of their histogram`,
    sessions.backMs[name],
    again[name],
  ]);
}
