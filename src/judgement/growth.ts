import { theilSen } from '../core/statistics.js';

/** A value of a second. */
export interface SecondValue {
  readonly second: number;
  readonly value: number;
}

/** How fast something grows a minute, and what that lies between with 95 % confidence; null where that is not known. */
export interface Growth {
  readonly perMinute: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Blocks of seconds whose minima a slope goes through: long enough to span a garbage collection, where there is time. */
const LONGEST_BLOCK_SECONDS = 10;
/** Fewer tell too little of a slope. */
const WANTED_BLOCKS = 12;
/** The slopes of all pairs of these are sorted. */
const MOST_BLOCKS = 360;
const FEWEST_BLOCKS = 3;

/**
 * How fast a value grows: the Theil–Sen slope of its minima in blocks of ten seconds, shorter ones where the time is short, so that what a garbage collector
 * lets pile up is no growth. Null of less than three seconds.
 * @param values by second, ascending
 */
export function growthOf(values: readonly SecondValue[]): Growth | null {
  const minima = minimaOf(values);
  if (minima.length < FEWEST_BLOCKS) return null;
  const found = theilSen(minima);
  if (found === undefined) return null;
  const { slope, low, high } = found;
  return { perMinute: slope * 60, low: low === null ? null : low * 60, high: high === null ? null : high * 60 };
}

/** The least value of each block, at the second in which it was. */
function minimaOf(values: readonly SecondValue[]): (readonly [second: number, value: number])[] {
  const [first, last] = [values[0]?.second ?? 0, values.at(-1)?.second ?? 0];
  const seconds = last - first + 1;
  const wanted = Math.max(1, Math.min(LONGEST_BLOCK_SECONDS, Math.floor(seconds / WANTED_BLOCKS)));
  const blockSeconds = Math.max(wanted, Math.ceil(seconds / MOST_BLOCKS));
  const minima = new Map<number, SecondValue>();
  for (const one of values) {
    const block = Math.floor((one.second - first) / blockSeconds);
    const least = minima.get(block);
    if (least === undefined || one.value < least.value) minima.set(block, one);
  }
  return [...minima.values()].map(({ second, value }) => [second, value]);
}

/** In less time a leak looks like a program that warms up. */
const FEWEST_SECONDS = 20;
/** Less than that share, and than that much, is what programs differ by from minute to minute. */
const NOTABLE_SHARE = 0.05;
const NOTABLE_BYTES = 2 ** 20;
/** What goes on growing does so in the second half as well, at this share of the whole at least. */
const STILL_GROWING = 0.5;

/**
 * Does memory grow without end, as far as can be seen? It does when its slope is certainly above zero, adds up to something, and is no less in the second half.
 * @param values of resident memory, bytes, ascending by second
 * @returns null where the time was too short to tell
 */
export function keepsGrowing(values: readonly SecondValue[]): boolean | null {
  const [first, last] = [values[0], values.at(-1)];
  if (first === undefined || last === undefined || last.second - first.second + 1 < FEWEST_SECONDS) return null;
  const whole = growthOf(values);
  if (whole?.low === undefined || whole.low === null) return null;
  const rise = (whole.perMinute * (last.second - first.second)) / 60;
  const isNotable = rise > Math.max(NOTABLE_BYTES, NOTABLE_SHARE * first.value);
  const middle = (first.second + last.second) / 2;
  const later = growthOf(values.filter(({ second }) => second >= middle));
  return whole.low > 0 && isNotable && (later?.perMinute ?? 0) > STILL_GROWING * whole.perMinute;
}
