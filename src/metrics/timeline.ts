import { BucketCounter } from './bucket-counter.js';
import { coarsened } from './coarse-counts.js';
import { deliveryOf, maxMs, percentileMs, percentilesMs, rawPercentileUs } from './latency-summary.js';
import type { LiveSecond } from './run-events.js';
import type { IntervalCounts, LatencyColumn, TimelineSecond } from './run-outcome.js';
import { NO_READING, serverColumnsOf } from './server-samples.js';
import {
  addNumbers,
  type Counters,
  emptyCounters,
  type Gauges,
  type Snapshot,
  sumGauges,
  totalErrors,
} from './snapshot.js';
import { addEncodedCounts, encodeCounts, type SparseCounts } from './sparse-counts.js';

/** A second is closed when this many later ones have begun: a worker that was held up reports late. */
const SECONDS_KEPT_OPEN = 10;
/** The moment that a flood lasts beyond its last whole second says nothing about the processor. */
const ENOUGH_OBSERVED_MS = 500;

/** One second, while workers still report it. */
interface OpenSecond {
  readonly counters: Counters;
  errors: number;
  readonly echo: BucketCounter;
  readonly fanout: BucketCounter;
  readonly slip: BucketCounter;
  /** CPU time of the workers during the flood, and how long that was watched. */
  cpuMs: number;
  observedMs: number;
  /** Where each worker that has reported stood at the end. */
  readonly gauges: Map<number, Gauges>;
  /** Has it been shown as finished? */
  shown: boolean;
}

/**
 * A second that nobody reports any more, in few bytes: an hour has thousands of them. Its histograms are strings of one byte a
 * character, since small arrays take more for themselves than for what is in them.
 */
interface ClosedSecond {
  readonly row: TimelineSecond;
  readonly echo: string;
  readonly fanout: string;
}

/** The part of the live view that is about one second alone. */
export type FinishedSecond = Pick<
  LiveSecond,
  'elapsedMs' | 'sentPerSecond' | 'deliveredPerSecond' | 'p50Ms' | 'p99Ms' | 'row' | 'histograms'
>;

/** The latencies that every second has of its own. */
export const TIMELINE_LATENCIES = ['echo', 'fanout'] as const;

/** Counters of the same latencies, which take what a second takes. */
type SameLatencies = Partial<Readonly<Record<(typeof TIMELINE_LATENCIES)[number], BucketCounter>>>;

/** Adds the workers' snapshots up by second. */
export class Timeline {
  readonly #open = new Map<number, OpenSecond>();
  readonly #closed: ClosedSecond[] = [];
  /** Of closed seconds, to be used again: new ones once a second would be garbage of a megabyte. */
  readonly #spare: SecondCounters[] = [];
  #latest = 0;

  /**
   * Adds one snapshot of the flood or what comes after it.
   * @param workers how many workers report
   * @param also takes its latencies as well, which are read once
   * @returns the second as it looks now, when everybody has reported it for the first time
   */
  add(snapshot: Snapshot, workers: number, also: SameLatencies = {}): FinishedSecond | undefined {
    const second = this.#open.get(snapshot.second) ?? openSecond(this.#spare.pop());
    this.#open.set(snapshot.second, second);
    addTo(second, snapshot);
    for (const name of TIMELINE_LATENCIES) addEncodedCounts(second[name], snapshot.latency[name], also[name]);
    this.#latest = Math.max(this.#latest, snapshot.second);
    this.#closeBefore(this.#latest - SECONDS_KEPT_OPEN, snapshot.second);
    if (second.shown || second.gauges.size < workers) return undefined;
    second.shown = true;
    return finish(snapshot.second, second);
  }

  /** Every second so far, in order. */
  get rows(): TimelineSecond[] {
    return this.#seconds().map(({ row }) => row);
  }

  /** The latencies of the same seconds. */
  get intervals(): IntervalCounts[] {
    return this.#seconds().map(({ row: { second }, echo, fanout }) => ({
      second,
      echo: countsOf(echo),
      fanout: countsOf(fanout),
    }));
  }

  #seconds(): ClosedSecond[] {
    const open = [...this.#open].map(([number, second]) => close(number, second));
    return [...this.#closed, ...open].toSorted((a, b) => a.row.second - b.row.second);
  }

  /** @param kept may be reported by other workers next, however late it is */
  #closeBefore(limit: number, kept: number): void {
    for (const [number, second] of this.#open) {
      if (number >= limit || number === kept) continue;
      this.#closed.push(close(number, second));
      this.#spare.push(emptied(second));
      this.#open.delete(number);
    }
  }
}

/** The histograms of a second. */
type SecondCounters = Pick<OpenSecond, 'echo' | 'fanout' | 'slip'>;

function newCounters(): SecondCounters {
  return { echo: new BucketCounter(), fanout: new BucketCounter(), slip: new BucketCounter() };
}

function emptied({ echo, fanout, slip }: OpenSecond): SecondCounters {
  for (const counter of [echo, fanout, slip]) counter.reset();
  return { echo, fanout, slip };
}

function openSecond(counters = newCounters()): OpenSecond {
  return {
    counters: emptyCounters(),
    errors: 0,
    ...counters,
    cpuMs: 0,
    observedMs: 0,
    gauges: new Map<number, Gauges>(),
    shown: false,
  };
}

function addTo(second: OpenSecond, { workerIndex, phase, counters, gauges, errors, self }: Snapshot): void {
  addNumbers(second.counters, counters);
  second.gauges.set(workerIndex, gauges);
  second.errors += totalErrors(errors);
  if (phase !== 'flood') return;
  addEncodedCounts(second.slip, self.scheduleSlip);
  second.cpuMs += self.cpuShare * self.observedMs;
  second.observedMs += self.observedMs;
}

function close(number: number, open: OpenSecond): ClosedSecond {
  const second = coarseOf(open);
  const { echo, fanout } = second;
  return { row: rowOf(number, second), echo: textOf(encodeCounts(echo)), fanout: textOf(encodeCounts(fanout)) };
}

function countsOf(text: string): SparseCounts {
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}

function textOf(counts: SparseCounts): string {
  return Buffer.from(counts.buffer, counts.byteOffset, counts.length).toString('latin1');
}

/** What is made of a second is encoded at once, and the next one takes its place. */
const SCRATCH = { echo: new BucketCounter(), fanout: new BucketCounter() };

/** As it is kept: what is said of a second and what can be computed from its histograms later are the same. */
function coarseOf(second: OpenSecond): OpenSecond {
  return { ...second, echo: coarsened(second.echo, SCRATCH.echo), fanout: coarsened(second.fanout, SCRATCH.fanout) };
}

/** What a second brought, as far as the live view shows it: percentiles even of few samples. */
function finish(number: number, open: OpenSecond): FinishedSecond {
  const second = coarseOf(open);
  const { counters, echo, fanout } = second;
  const delivery = deliveryOf(echo, fanout);
  const [p50Us, p99Us] = [rawPercentileUs(delivery, 'p50'), rawPercentileUs(delivery, 'p99')];
  return {
    elapsedMs: (number + 1) * 1000,
    sentPerSecond: counters.sent,
    deliveredPerSecond: counters.received,
    p50Ms: p50Us === undefined ? null : p50Us / 1000,
    p99Ms: p99Us === undefined ? null : p99Us / 1000,
    row: rowOf(number, second),
    histograms: { echo: encodeCounts(echo), fanout: encodeCounts(fanout) },
  };
}

function rowOf(number: number, second: OpenSecond): TimelineSecond {
  const { counters, errors, echo, fanout, slip, cpuMs, observedMs } = second;
  const { connectionsOpen, inFlight, missing } = sumGauges(second.gauges.values());
  return {
    second: number,
    intended: counters.intended,
    sent: counters.sent,
    delivered: counters.received,
    lost: 0,
    errors,
    connections: connectionsOpen,
    ...percentileColumns(echo, fanout),
    inFlight,
    completed: counters.completed,
    duplicated: counters.duplicated,
    reordered: counters.reordered,
    connectionsLost: counters.connectionsLost,
    cpuShare: observedMs >= ENOUGH_OBSERVED_MS ? cpuMs / observedMs : null,
    slipP99Ms: percentileMs(slip, 'p99'),
    missing,
    slipMaxMs: maxMs(slip),
    // What was read of the server is added when the run is over.
    ...serverColumnsOf(NO_READING),
  };
}

const COLUMN_PERCENTILES = ['p50', 'p90', 'p99', 'p999'] as const;

/** Those of the timeline's columns that are percentiles of a second's latencies. */
export function percentileColumns(echo: BucketCounter, fanout: BucketCounter): Record<LatencyColumn, number | null> {
  const columns = Object.entries({ echo, fanout, delivery: deliveryOf(echo, fanout) }).flatMap(([latency, counter]) => {
    const percentiles = percentilesMs(counter, COLUMN_PERCENTILES);
    return COLUMN_PERCENTILES.map((name) => [`${latency}${name.toUpperCase()}Ms`, percentiles[name]]);
  });
  return Object.fromEntries(columns) as Record<LatencyColumn, number | null>;
}
