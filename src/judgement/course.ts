import { kendallTau, linearFit } from '../core/statistics.js';
import { BucketCounter, lowestValueOf } from '../metrics/bucket-counter.js';
import { countOf, rawPercentileUs } from '../metrics/latency-summary.js';
import type { RunOutcome, TimelineSecond } from '../metrics/run-outcome.js';
import { addEncodedCounts } from '../metrics/sparse-counts.js';
import type { Verdict } from './verdict.js';

/** A server whose queue grew over the whole flood. Rates are messages per second. */
export interface FallingBehind {
  readonly offeredPerSecond: number;
  /** Messages of which the first copy came. */
  readonly servedPerSecond: number;
  /** p50 of the copies that came in the first part of the flood, and in the last. */
  readonly firstP50Ms: number;
  readonly lastP50Ms: number;
}

/** A server that took longer with every message that it had. */
export interface Slowing {
  /** p50 of the last part of the flood ÷ that of the first. */
  readonly factor: number;
  readonly firstP50Ms: number;
  readonly lastP50Ms: number;
  /** What every thousand messages more added to it, by a straight line through the parts of the flood. */
  readonly perThousandMs: number;
  /** How well the line fits, R²: 1 is exactly. */
  readonly fit: number;
}

/** Whole seconds of the flood, from the first to the last, in which nothing arrived though something was due. */
export interface SilentSeconds {
  readonly from: number;
  readonly to: number;
  /** How long nothing moved, where what came at its end tells that: as long as the first of them had waited. */
  readonly lastedMs: number | null;
}

/** The seconds of a silence alone. */
type SilentRange = Omit<SilentSeconds, 'lastedMs'>;

/** What changed while the flood went on. */
export interface Course {
  readonly fellBehind: FallingBehind | null;
  readonly slows: Slowing | null;
  readonly silences: readonly SilentSeconds[];
}

/** A part of the flood, a tenth of it where it is ten seconds long. */
interface Stretch {
  /** Messages per second. */
  readonly offered: number;
  readonly p50Ms: number;
  /** Messages that had been completed by the middle of it. */
  readonly messages: number;
  /** Messages that were due and not completed at its end. */
  readonly backlog: number;
}

const MOST_STRETCHES = 10;
/** In fewer whole seconds nothing can be said to go on throughout. */
const FEWEST_SECONDS = 5;
/** Fewer copies make no median. */
const FEWEST_SAMPLES = 10;

/**
 * From where on something rises throughout: of all pairs of stretches, nine in ten are in order (Kendall's tau 0.8), which among ten
 * that do not rise happens once in some thousand times; and each half of the flood has its part of the rise, which is not so after a
 * single pause that a busy server takes long to make up for.
 */
const THROUGHOUT_TAU = 0.8;
const LEAST_HALF = 0.15;

/** A load that nowhere is more than this many times what it was at first does not grow. */
const STEADY_FACTOR = 1.2;

/** A queue that grows by less than this share of what is offered may be noise. */
const BEHIND_SHARE = 0.05;
const BEHIND_RISE_MS = 50;
const BEHIND_FACTOR = 2;

/** A server that slows is slower by this factor, and by this much; machines that get warm or busy are not. */
const SLOWS_FACTOR = 2;
const SLOWS_RISE_MS = 5;
/** Tenths take ten seconds, and one or two more or less are the same. */
const SLOWS_SECONDS = 8;

/** So many copies would have come in a silence if it were none: chance leaves out no more than a few. */
const SILENT_COPIES = 20;

/** A silence begins and ends within the seconds beside those in which nothing came at all. */
const SECONDS_BESIDE = 2;

/** The course of a run. What a late generator has measured says nothing of the server's. */
export function courseOf(outcome: RunOutcome, verdict: Pick<Verdict, 'times'>): Course {
  const rows = floodRows(outcome);
  const silences = silencesIn(rows).map((silence) => ({ ...silence, lastedMs: lastedMs(outcome, silence) }));
  const none = { fellBehind: null, slows: null, silences };
  if (verdict.times.level === 'INVALID' || rows.length < FEWEST_SECONDS) return none;
  const stretches = stretchesOf(outcome, rows);
  const [first, last] = [stretches[0], stretches.at(-1)];
  if (first === undefined || last === undefined) return none;
  // Under a load that grows, a server may well be slower in the end.
  if (stretches.some(({ offered }) => offered > first.offered * STEADY_FACTOR)) return none;
  if (!risesThroughout(stretches.map(({ p50Ms }) => p50Ms))) return none;
  const fellBehind = fallingBehind(outcome, rows, stretches, first, last);
  return { ...none, fellBehind, slows: fellBehind === null ? slowing(rows, stretches, first, last) : null };
}

/** The silences of a flood, in order: seconds in which nothing arrived, though messages were due. */
export function silencesOf(outcome: Pick<RunOutcome, 'timeline' | 'floodMs'>): SilentRange[] {
  return silencesIn(floodRows(outcome));
}

/** The whole seconds of the flood. */
function floodRows({ timeline, floodMs }: Pick<RunOutcome, 'timeline' | 'floodMs'>): TimelineSecond[] {
  const seconds = Math.floor(floodMs / 1000);
  return timeline.filter(({ second }) => second < seconds);
}

/** The flood in ten parts, or in as many as it has seconds; none where a part has too few copies to tell its median. */
function stretchesOf(outcome: RunOutcome, rows: readonly TimelineSecond[]): Stretch[] {
  const { counters, deliveries, intervals } = outcome;
  const count = Math.min(MOST_STRETCHES, rows.length);
  const latencies = new Map(intervals.map((interval) => [interval.second, interval]));
  const copies = Math.max(1, counters.sent === 0 ? 1 : deliveries.expected / counters.sent);
  // Messages of senders that were gone wait for nobody, and nobody knows in which seconds they were due.
  const areAllSendable = counters.unsendable + counters.senderAway === 0;
  let [completed, waiting] = [0, 0];
  const stretches: Stretch[] = [];
  for (let index = 0; index < count; index++) {
    const part = rows.slice(Math.floor((index * rows.length) / count), Math.floor(((index + 1) * rows.length) / count));
    const counter = new BucketCounter();
    const before = completed;
    for (const { second, completed: came, intended, sent } of part) {
      const latency = latencies.get(second);
      if (latency !== undefined) for (const counts of [latency.echo, latency.fanout]) addEncodedCounts(counter, counts);
      completed += came;
      if (areAllSendable) waiting += intended - sent;
    }
    if (countOf(counter) < FEWEST_SAMPLES) return [];
    stretches.push({
      offered: part.reduce((sum, { intended }) => sum + intended, 0) / part.length,
      p50Ms: (rawPercentileUs(counter, 'p50') ?? 0) / 1000,
      messages: (before + completed) / 2,
      backlog: (part.at(-1)?.inFlight ?? 0) / copies + waiting,
    });
  }
  return stretches;
}

function risesThroughout(values: readonly number[]): boolean {
  const [first = 0, middle = 0, last = 0] = [values[0], values[values.length >> 1], values.at(-1)];
  const least = (last - first) * LEAST_HALF;
  return kendallTau(values) >= THROUGHOUT_TAU && middle - first >= least && last - middle >= least;
}

/** By both clocks: copies come later and later after they were due, and more and more that were sent have not come. */
function fallingBehind(
  { floodMs }: RunOutcome,
  rows: readonly TimelineSecond[],
  stretches: readonly Stretch[],
  { p50Ms: firstP50Ms, backlog: backlogBefore }: Stretch,
  { p50Ms: lastP50Ms, backlog }: Stretch,
): FallingBehind | null {
  const offered = rows.reduce((sum, { intended }) => sum + intended, 0);
  const isSlower = lastP50Ms >= firstP50Ms * BEHIND_FACTOR && lastP50Ms - firstP50Ms >= BEHIND_RISE_MS;
  if (!isSlower || backlog - backlogBefore < offered * BEHIND_SHARE) return null;
  if (!risesThroughout(stretches.map((stretch) => stretch.backlog))) return null;
  const served = rows.reduce((sum, { completed }) => sum + completed, 0);
  const seconds = Math.min(rows.length, floodMs / 1000);
  return { offeredPerSecond: offered / seconds, servedPerSecond: served / seconds, firstP50Ms, lastP50Ms };
}

function slowing(
  rows: readonly TimelineSecond[],
  stretches: readonly Stretch[],
  { p50Ms: firstP50Ms }: Stretch,
  { p50Ms: lastP50Ms }: Stretch,
): Slowing | null {
  if (rows.length < SLOWS_SECONDS || lastP50Ms - firstP50Ms < SLOWS_RISE_MS) return null;
  const factor = lastP50Ms / Math.max(firstP50Ms, 0.001);
  if (factor < SLOWS_FACTOR) return null;
  const { slope, fit } = linearFit(stretches.map(({ messages, p50Ms }) => [messages, p50Ms]));
  return { factor, firstP50Ms, lastP50Ms, perThousandMs: slope * 1000, fit };
}

/** What was silent before the first copy came was slow, not silent; a second of which nothing is known is not silent either. */
function silencesIn(rows: readonly TimelineSecond[]): SilentRange[] {
  const first = rows.findIndex(({ delivered }) => delivered > 0);
  if (first === -1) return [];
  const busy = rows.filter(({ delivered }) => delivered > 0).map(({ delivered }) => delivered);
  const usual = busy.toSorted((one, other) => one - other)[busy.length >> 1] ?? 0;
  const silences: SilentRange[] = [];
  for (const { second, delivered, intended, inFlight } of rows.slice(first)) {
    if (delivered > 0 || intended + inFlight === 0) continue;
    const last = silences.at(-1);
    if (last !== undefined && last.to === second - 1) silences[silences.length - 1] = { from: last.from, to: second };
    else silences.push({ from: second, to: second });
  }
  return silences.filter(({ from, to }) => (to - from + 1) * usual >= SILENT_COPIES);
}

/**
 * How long a silence was. What was due as it began comes as it ends, and has waited for all of it. Where that is less than the seconds
 * of silence, or a second or more beyond both their neighbours, the waiting had other reasons.
 */
function lastedMs({ intervals }: RunOutcome, { from, to }: SilentRange): number | null {
  const after = intervals.find(({ second }) => second > to);
  if (after === undefined) return null;
  const counter = new BucketCounter();
  for (const counts of [after.echo, after.fanout]) addEncodedCounts(counter, counts);
  let highestUs = 0;
  for (const index of counter.filled()) highestUs = lowestValueOf(index);
  const seconds = to - from + 1;
  const waitedMs = highestUs / 1000;
  return waitedMs >= (seconds - TOLERANCE_SECONDS) * 1000 && waitedMs < (seconds + SECONDS_BESIDE) * 1000
    ? Math.max(waitedMs, seconds * 1000)
    : null;
}

/** Histograms of a second have two digits. */
const TOLERANCE_SECONDS = 0.02;
