import { ENGLISH, message, type Wording } from '../core/language/words.js';
import type { StormReport } from './report-types.js';

/** What became of it: `at 20s 500 cut for 2s, 498 back in p50 12 ms, max 80 ms, 2 never, 1,234 copies missed`. */
export function stormOutcomeText(
  { atMs, offlineMs, cut, back, neverBack, backMs, missed, recovered }: StormReport,
  words: Wording = ENGLISH,
): string {
  const rest = [
    back === 0 ? message('storm.back', { back }) : message('storm.back-in', { back, p50: backMs.p50, max: backMs.max }),
    ...(neverBack === 0 ? [] : [message('storm.never', { count: neverBack })]),
    message('storm.missed', { count: missed }),
    ...(recovered === 0 ? [] : [message('storm.recovered', { count: recovered })]),
  ];
  return words.text('storm.outcome', { at: atMs, cut, offline: offlineMs, rest });
}
