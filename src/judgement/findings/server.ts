import { rankCorrelation } from '../../core/statistics.js';
import { formatBytes, formatGrowth, formatLatencyMs } from '../../core/units.js';
import type { RunOutcome, TimelineSecond } from '../../metrics/run-outcome.js';
import { growthOf, keepsGrowing } from '../growth.js';
import { serverValues } from '../server-values.js';

/** With fewer seconds anything goes with anything. */
const FEWEST_SECONDS = 20;
/** Ranks that go together so well are no chance in so many seconds. */
const CLEAR_CORRELATION = 0.8;
/** What rises by less is not worth a sentence. */
const NOTABLE_RISE = 1.2;
const NOTABLE_LATENCY_RISE = 1.5;
/** Nearly all of a processor, which is all that the one thread of a Node server can use. */
const BUSY_CORES = 0.95;
/** A server that is busy so often is so because of the load. */
const BUSY_SHARE_OF_SECONDS = 0.5;

/** What was seen of the server that explains the rest, or will matter later. */
export function serverFindings(outcome: RunOutcome): string[] {
  if (outcome.server === null) return [];
  return [...leakFindings(outcome), ...latencyFindings(outcome), ...processorFindings(outcome)];
}

function leakFindings(outcome: RunOutcome): string[] {
  const values = serverValues(outcome, 'rss');
  const growth = growthOf(values);
  if (keepsGrowing(values) !== true || growth?.low === undefined || growth.low === null || growth.high === null)
    return [];
  const [first, last] = [values[0]?.value ?? 0, values.at(-1)?.value ?? 0];
  const [low, high] = [growth.low, growth.high].map((bound) => formatBytes(Math.max(0, bound)));
  return [
    `The server's memory grows without an end in sight: ${formatGrowth(growth.perMinute, formatBytes)} (with 95 % confidence between ${low} and ${high}), from ${formatBytes(first)} to ${formatBytes(last)}.`,
  ];
}

/** A second in which both are known. */
interface Pair {
  readonly p50Ms: number;
  readonly rssBytes: number;
}

function latencyFindings({ timeline }: RunOutcome): string[] {
  const pairs = timeline.flatMap(pairOf);
  if (pairs.length < FEWEST_SECONDS) return [];
  const correlation = rankCorrelation(
    pairs.map(({ rssBytes }) => rssBytes),
    pairs.map(({ p50Ms }) => p50Ms),
  );
  const quarter = Math.floor(pairs.length / 4);
  const [first, last] = [middleOf(pairs.slice(0, quarter)), middleOf(pairs.slice(-quarter))];
  const hasRisen = last.rssBytes > NOTABLE_RISE * first.rssBytes && last.p50Ms > NOTABLE_LATENCY_RISE * first.p50Ms;
  if (correlation < CLEAR_CORRELATION || !hasRisen) return [];
  return [
    `p50 rises with the server's memory: from ${formatLatencyMs(first.p50Ms)} at ${formatBytes(first.rssBytes)} in the first quarter to ${formatLatencyMs(last.p50Ms)} at ${formatBytes(last.rssBytes)} in the last (rank correlation ${correlation.toFixed(2)} over ${pairs.length} seconds). What it keeps of every message may be what it goes through for the next.`,
  ];
}

function pairOf({ deliveryP50Ms: p50Ms, serverRssBytes: rssBytes }: TimelineSecond): Pair[] {
  return p50Ms === null || rssBytes === null ? [] : [{ p50Ms, rssBytes }];
}

/** The medians of both. @param pairs one at least */
function middleOf(pairs: readonly Pair[]): Pair {
  return {
    p50Ms: medianOf(pairs.map(({ p50Ms }) => p50Ms)),
    rssBytes: medianOf(pairs.map(({ rssBytes }) => rssBytes)),
  };
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

function processorFindings({ timeline, server }: RunOutcome): string[] {
  const known = timeline.flatMap((row) =>
    row.intended > 0 && row.serverCpuShare !== null ? [row.serverCpuShare] : [],
  );
  const busy = known.filter((share) => share >= BUSY_CORES);
  if (server === null || known.length < 3 || busy.length < BUSY_SHARE_OF_SECONDS * known.length) return [];
  const highest = known.reduce((most, share) => Math.max(most, share), 0);
  if (highest > 2 - BUSY_CORES) return [];
  return [
    `The server had a whole processor in use in ${busy.length} of ${known.length} seconds, which is all that one thread can use: what it does for a message is the limit there, and a faster network is no help.`,
  ];
}
