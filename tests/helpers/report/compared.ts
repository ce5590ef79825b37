import { createRandom, type Random } from '#dist/core/random.js';
import { BucketCounter } from '#dist/metrics/bucket-counter.js';
import { mergeCounters } from '#dist/metrics/latency-summary.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { buildReport, type ReportContext } from '#dist/report/build-report.js';
import type { Report } from '#dist/report/report-types.js';
import { reportContext, runOutcome, workerOutcome } from './outcome.js';
import { spreadOf } from './spread.js';

/** How a run is made up. */
export interface Scene {
  readonly seed: number;
  readonly seconds?: number;
  readonly messagesPerSecond?: number;
  /** Added to every latency. */
  readonly addedMs?: number;
  /** Standard deviation of what all messages of a second have in common, milliseconds. */
  readonly commonMs?: number;
  readonly outcome?: Partial<RunOutcome>;
  readonly context?: Partial<ReportContext>;
}

const COPIES = 4;
/** How much of one second's common part is left in the next. */
const MEMORY = 0.5;

/** A normal variable (Box and Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** Latencies of a second, microseconds: an own part for each message, and a part that the whole second has in common. */
export function secondOf(random: Random, count: number, commonUs: number): BucketCounter {
  const counter = new BucketCounter();
  for (let message = 0; message < count; message++) {
    counter.record(Math.max(1, Math.round(2000 + commonUs - 1000 * Math.log(1 - random.next()))));
  }
  return counter;
}

/** A series in which neighbours resemble each other; its standard deviation is 1. */
export function* commonParts(random: Random): Generator<number, never> {
  let common = normal(random);
  for (;;) {
    yield common;
    common = MEMORY * common + Math.sqrt(1 - MEMORY * MEMORY) * normal(random);
  }
}

/** The report of a run whose latencies depend on each other within a second and from one to the next. */
export function madeUpReport(scene: Scene): Report {
  const { seed, seconds = 30, messagesPerSecond = 300, addedMs = 0, commonMs = 0.3 } = scene;
  const random = createRandom(seed, 'made-up run');
  const common = commonParts(random);
  const messages = seconds * messagesPerSecond;
  const rows = Array.from({ length: seconds }, (_, second) => {
    const commonUs = 1000 * (addedMs + commonMs * common.next().value);
    const echo = secondOf(random, messagesPerSecond, commonUs);
    const fanout = secondOf(random, messagesPerSecond * COPIES, commonUs);
    return { second, echo, fanout };
  });
  const echo = mergeCounters(rows.map((row) => row.echo));
  const healthy = runOutcome();
  const [timelineRow] = healthy.timeline;
  const [room] = healthy.rooms;
  if (timelineRow === undefined || room === undefined) throw new Error('the healthy run has no second, or no room');
  const outcome = runOutcome({
    floodMs: seconds * 1000,
    phases: healthy.phases.map((phase) => (phase.name === 'flood' ? { ...phase, durationMs: seconds * 1000 } : phase)),
    counters: { ...healthy.counters, intended: messages, sent: messages, completed: messages },
    deliveries: {
      ...healthy.deliveries,
      expected: messages * (COPIES + 1),
      received: messages * (COPIES + 1),
    },
    rooms: [{ ...room, sent: messages, expected: messages * (COPIES + 1), received: messages * (COPIES + 1) }],
    latency: {
      echo,
      fanout: mergeCounters(rows.map((row) => row.fanout)),
      serviceEcho: echo,
      lastReceiver: echo,
      ack: new BucketCounter(),
    },
    intervals: rows.map((row) => ({
      second: row.second,
      echo: encodeCounts(row.echo),
      fanout: encodeCounts(row.fanout),
    })),
    timeline: rows.map(({ second }) => ({
      ...timelineRow,
      second,
      intended: messagesPerSecond,
      sent: messagesPerSecond,
      completed: messagesPerSecond,
      delivered: messagesPerSecond * (COPIES + 1),
    })),
    workers: [workerOutcome({ scheduleSlip: spreadOf(1000, 0, 900), eventLoopDelay: spreadOf(1000, 0, 400) })],
    ...scene.outcome,
  });
  return buildReport(outcome, reportContext(scene.context));
}
