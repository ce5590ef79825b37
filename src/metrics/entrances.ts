import { sumsOf } from '../core/numbers.js';
import { compareText } from '../core/text.js';
import { mergeCounters } from './latency-summary.js';
import type { EntranceOutcome } from './run-outcome.js';

/** What of an entrance simply adds up. */
export const ENTRANCE_COUNTS = [
  'users',
  'connectionsOpened',
  'connectionsLost',
  'errors',
  'expected',
  'received',
  'lost',
  'receiverGone',
  'receivedAcross',
] as const satisfies readonly (keyof EntranceOutcome)[];

/** Name of one of {@link ENTRANCE_COUNTS}. */
export type EntranceCount = (typeof ENTRANCE_COUNTS)[number];

/** The entrances of several runs, by their names; one that several have is one. */
export function mergeEntrances(runs: readonly (readonly EntranceOutcome[])[]): EntranceOutcome[] {
  const all = runs.flat();
  return [...new Set(all.map(({ target }) => target))].toSorted(compareText).map((target) => {
    const parts = all.filter((entrance) => entrance.target === target);
    return { target, ...sumsOf(parts, ENTRANCE_COUNTS), latency: mergeCounters(parts.map(({ latency }) => latency)) };
  });
}
