import { BucketCounter } from '#dist/metrics/bucket-counter.js';

/** A counter that holds `valuesUs`, microseconds. */
export function counterOf(valuesUs: Iterable<number>): BucketCounter {
  const counter = new BucketCounter();
  for (const valueUs of valuesUs) counter.record(valueUs);
  return counter;
}

/** The spreads made so far, by what they are of: thousands of outcomes have the same. */
const spreads = new Map<string, BucketCounter>();

/** A counter of `count` values spread evenly over `fromUs` … `toUs`. */
export function spreadOf(count: number, fromUs: number, toUs: number): BucketCounter {
  const name = `${count} ${fromUs} ${toUs}`;
  const spread = spreads.get(name) ?? newSpread(count, fromUs, toUs);
  spreads.set(name, spread);
  const copy = new BucketCounter();
  copy.add(spread);
  return copy;
}

function newSpread(count: number, fromUs: number, toUs: number): BucketCounter {
  const step = (toUs - fromUs) / Math.max(1, count - 1);
  const counter = new BucketCounter();
  for (let index = 0; index < count; index++) counter.record(Math.round(fromUs + index * step));
  return counter;
}
