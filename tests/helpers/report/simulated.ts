import { createRandom, type Random } from '#dist/core/random.js';
import { coarsened } from '#dist/metrics/coarse-counts.js';
import type { RunOutcome } from '#dist/metrics/run-outcome.js';
import { encodeCounts } from '#dist/metrics/sparse-counts.js';
import { runOutcome, timelineSecond } from './outcome.js';
import { counterOf } from './spread.js';

/** One message that a simulated server has taken. */
export interface Served {
  /** When it was due, since the flood began. */
  readonly dueMs: number;
  /** Its number, from 0. */
  readonly index: number;
  readonly random: Random;
}

/** How long the server needs, beside what it makes a message wait for others. */
export type ServiceTime = (message: Served) => number;

/** A flood against a simulated server. */
export interface Simulation {
  readonly seconds: number;
  /** Messages per second. */
  readonly rate: number;
  readonly seed: number;
  /** Time that passes until the message has been dealt with; nothing else is dealt with meanwhile. */
  readonly busyMs: ServiceTime;
  /** Time that a message takes beside that, whatever else there is to do. */
  readonly delayMs?: ServiceTime;
  /** From the first to before the second of these times, nothing is dealt with and nothing leaves. */
  readonly stalls?: readonly (readonly [fromMs: number, toMs: number])[];
}

/** Everything that is not simulated. */
const BASE = runOutcome();
/** Copies of each message. */
const COPIES = 5;

/** What a run measures of a server with one queue, message by message: arrivals, queue and delays as in the real world. */
export function simulatedRun({ seconds, rate, seed, busyMs, delayMs, stalls = [] }: Simulation): RunOutcome {
  const random = createRandom(seed, 'server');
  const afterStalls = (ms: number): number =>
    stalls.reduce((time, [fromMs, toMs]) => (time >= fromMs && time < toMs ? toMs : time), ms);
  const rows = Array.from({ length: seconds }, () => ({ intended: 0, arrived: [] as number[] }));
  const arrivals: number[] = [];
  let freeMs = 0;
  for (let index = 0; index < seconds * rate; index++) {
    const dueMs = (index * 1000) / rate;
    const message = { dueMs, index, random };
    freeMs = afterStalls(Math.max(dueMs, freeMs)) + busyMs(message);
    const arrivedMs = afterStalls(freeMs + (delayMs?.(message) ?? 0));
    arrivals.push(arrivedMs);
    const sentIn = rows[Math.floor(dueMs / 1000)];
    if (sentIn !== undefined) sentIn.intended++;
    rows[Math.floor(arrivedMs / 1000)]?.arrived.push((arrivedMs - dueMs) * 1000);
  }
  const messages = seconds * rate;
  let [sent, completed] = [0, 0];
  const timeline = rows.map(({ intended, arrived }, second) => {
    sent += intended;
    completed += arrived.length;
    const inFlight = (sent - completed) * COPIES;
    return timelineSecond({
      second,
      intended,
      sent: intended,
      completed: arrived.length,
      delivered: arrived.length * COPIES,
      inFlight,
    });
  });
  const sums = { expected: messages * COPIES, received: messages * COPIES };
  return {
    ...BASE,
    floodMs: seconds * 1000,
    counters: { ...BASE.counters, intended: messages, sent: messages, completed: messages, received: sums.received },
    deliveries: { ...BASE.deliveries, ...sums },
    rooms: [],
    timeline,
    intervals: rows.map(({ arrived }, second) => {
      const counts = encodeCounts(coarsened(counterOf(arrived)));
      return { second, echo: counts, fanout: counts };
    }),
  };
}

/** A time around `typicalMs` with a long tail, as servers have: the logarithm is normal. */
export function longTailed(typicalMs: number, spread: number): ServiceTime {
  return ({ random }) => {
    // Box and Muller's way from two even numbers to a normal one.
    const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    return typicalMs * Math.exp(spread * normal);
  };
}
