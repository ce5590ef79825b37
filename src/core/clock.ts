import { setMaxListeners } from 'node:events';
import { performance } from 'node:perf_hooks';

/**
 * Distance from this thread's `performance.now()` to the machine's monotonic clock, in microseconds.
 * Every worker thread has its own `performance` origin; the monotonic clock is the one that they share.
 */
const offsetUs = measureOffsetUs();

/** A pause between the two readings makes the distance too small, so the largest of several is the truest. */
function measureOffsetUs(): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let tries = 0; tries < 5; tries++) {
    largest = Math.max(largest, Number(process.hrtime.bigint()) / 1000 - performance.now() * 1000);
  }
  return largest;
}

/** Microseconds of the machine's monotonic clock: an integer, one origin for all threads of this process. */
export function nowUs(): number {
  return Math.round(performance.now() * 1000 + offsetUs);
}

/** Wall-clock time in milliseconds since 1970, for timestamps only; durations come from {@link nowUs}. */
export function wallClockMs(): number {
  return Date.now();
}

/** Wall-clock time as ISO 8601 in UTC, for reports only; durations come from {@link nowUs}. */
export function wallClockIso(): string {
  return isoOf(wallClockMs());
}

/** A wall-clock time as ISO 8601 in UTC. @param timeMs milliseconds since 1970 */
export function isoOf(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

/** The year that the next New Year's night begins. */
export function comingYear(): number {
  return new Date().getFullYear() + 1;
}

/** The longest time that a Node timer can wait. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** Resolves after `durationMs` milliseconds, or at once when `signal` aborts; never rejects. */
export function sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, durationMs);
    if (signal === undefined) return;
    // Many may sleep on one signal, which is no leak: each takes its listener away when it wakes.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', done, { once: true });
  });
}

/** Resolves when {@link nowUs} has come to `atUs`, never before as a timer may, or when `signal` aborts. */
export async function sleepUntil(atUs: number, signal?: AbortSignal): Promise<void> {
  while (nowUs() < atUs) {
    if (signal?.aborted === true) return;
    await sleep((atUs - nowUs()) / 1000, signal);
  }
}

/** Resolves when what has come in over the network by now was read: a timer that is late comes before all of it. */
export function nextRead(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Waits for a promise, but no longer than `durationMs` milliseconds; leaves no timer behind. */
export async function waitAtMost(durationMs: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, durationMs);
  });
  try {
    await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}
