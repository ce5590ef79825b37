import { randomBytes, randomInt } from 'node:crypto';

/** A reproducible source of numbers: the same seed and stream give the same sequence on every machine. */
export interface Random {
  /** A float in [0, 1). */
  next(): number;
  /** An integer in [0, below). `below` must be at least 1. */
  integer(below: number): number;
  /** Shuffles in place (Fisher–Yates) and returns the same array. */
  shuffle<T>(items: T[]): T[];
}

/**
 * Reproducible random numbers (mulberry32, a 32-bit generator by Tommy Ettinger).
 * @param seed any integer; its low 32 bits count
 * @param stream names an independent sequence under the same seed, so that one part's draws do not move another's
 */
export function createRandom(seed: number, stream: string): Random {
  let state = hash32(stream, seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const integer = (below: number): number => Math.floor(next() * below);
  return {
    next,
    integer,
    shuffle<T>(items: T[]): T[] {
      for (let last = items.length - 1; last > 0; last--) {
        const other = integer(last + 1);
        const kept = items[last] as T;
        items[last] = items[other] as T;
        items[other] = kept;
      }
      return items;
    },
  };
}

/** 32-bit FNV-1a of a string's UTF-16 units, started from `seed`; signed. */
export function hash32(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed) | 0;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}

/** A seed for a run that was given none: an unpredictable integer in [1, 2^31). */
export function freshSeed(): number {
  return randomInt(1, 0x8000_0000);
}

/** Unpredictable bytes that have been fetched and not been given out: fetching costs the same for one and for thousands. */
let stock = Buffer.alloc(0);
const STOCK_BYTES = 4096;

/** Unpredictable bytes in base 64. @param length at most 4096 */
export function randomBase64(length: number): string {
  if (stock.length < length) stock = randomBytes(STOCK_BYTES);
  const text = stock.toString('base64', 0, length);
  stock = stock.subarray(length);
  return text;
}
