import assert from 'node:assert/strict';

/** Repetitions, of which the quickest counts: whatever else the machine does only makes one slower. */
const TRIES = 3;
const FACTOR = 8;
/** Work that grows with the square takes 64 times as long. */
const MOST_GROWTH = 24;
/** Shorter times are mostly those of the clock and of the compiler. */
const LEAST_MS = 2;

/**
 * Work on eight times as much takes about eight times as long, in processor time, which does not depend on what else runs.
 * @param size of the smaller input
 * @param prepare makes the work for an input of so many parts; its time does not count
 */
export async function assertLinear(size: number, prepare: (size: number) => () => unknown): Promise<void> {
  const smallMs = await cpuMsOf(prepare(size));
  const largeMs = await cpuMsOf(prepare(size * FACTOR));
  const growth = largeMs / Math.max(LEAST_MS, smallMs);
  assert.ok(growth < MOST_GROWTH, `${size} parts take ${smallMs} ms, and ${size * FACTOR} take ${largeMs} ms`);
}

async function cpuMsOf(work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < TRIES; tries++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
