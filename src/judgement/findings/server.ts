import { type Message, message } from '../../core/language/words.js';
import { rankCorrelation } from '../../core/statistics.js';
import { formatBytes, formatGrowth } from '../../core/units.js';
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
export function serverFindings(outcome: RunOutcome): Message[] {
  if (outcome.server === null) return [];
  return [...leakFindings(outcome), ...latencyFindings(outcome), ...processorFindings(outcome)];
}

function leakFindings(outcome: RunOutcome): Message[] {
  const values = serverValues(outcome, 'rss');
  const growth = growthOf(values);
  if (keepsGrowing(values) !== true || growth?.low === undefined || growth.low === null || growth.high === null)
    return [];
  const [first, last] = [values[0]?.value ?? 0, values.at(-1)?.value ?? 0];
  const told = formatGrowth(growth.perMinute, formatBytes);
  const [low, high] = [Math.max(0, growth.low), Math.max(0, growth.high)];
  return [message('server.leak', { growth: told, low, high, first, last })];
}

/** A second in which both are known. */
interface Pair {
  readonly p50Ms: number;
  readonly rssBytes: number;
}

function latencyFindings({ timeline }: RunOutcome): Message[] {
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
    message('server.latency-with-memory', {
      p50First: first.p50Ms,
      first: first.rssBytes,
      p50Last: last.p50Ms,
      last: last.rssBytes,
      correlation,
      seconds: pairs.length,
    }),
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

function processorFindings({ timeline, server }: RunOutcome): Message[] {
  const known = timeline.flatMap((row) =>
    row.intended > 0 && row.serverCpuShare !== null ? [row.serverCpuShare] : [],
  );
  const busy = known.filter((share) => share >= BUSY_CORES);
  if (server === null || known.length < 3 || busy.length < BUSY_SHARE_OF_SECONDS * known.length) return [];
  const highest = known.reduce((most, share) => Math.max(most, share), 0);
  if (highest > 2 - BUSY_CORES) return [];
  return [message('server.one-thread', { busy: busy.length, seconds: known.length })];
}
