import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, type Random } from '#dist/core/random.js';

/** Whether an input was taken, or refused as a user's mistake; everything else is a fault. */
export type Verdict = 'accepted' | 'refused';

/** A target that is ready. */
export interface OpenTarget {
  /** Makes an input; the same numbers make the same one. */
  readonly input: (random: Random) => Uint8Array;
  /** Feeds an input. @throws whatever breaks the target's promise */
  readonly take: (input: Uint8Array) => Promise<Verdict>;
}

/** Something that takes bytes from outside and promises to survive them. */
export interface FuzzTarget {
  readonly name: string;
  /** What is fed, and what must hold. */
  readonly describe: string;
  /** @param folder for files, empty; it goes with the target */
  readonly open: (folder: string) => Promise<OpenTarget>;
}

/** How many inputs, and which. */
export interface FuzzOptions {
  readonly seed: number;
  readonly inputs: number;
  /** Number of the first input; one of a longer sequence can be fed alone. */
  readonly from?: number;
  /** Told the number of each input before it is fed. */
  readonly onInput?: (number: number) => void;
}

/** What became of the inputs. */
export interface FuzzSummary {
  readonly accepted: number;
  readonly refused: number;
  readonly slowestMs: number;
  readonly slowestInput: number;
}

/** An input that broke a target's promise. */
export class FuzzFailure extends Error {
  readonly number: number;
  readonly input: Uint8Array;

  constructor(target: FuzzTarget, seed: number, number: number, input: Uint8Array, cause: unknown) {
    const what = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    super(`${target.name}, seed ${seed}, input ${number} of ${input.length} bytes: ${what}`);
    this.name = 'FuzzFailure';
    this.number = number;
    this.input = input;
  }
}

/** Feeds a target with inputs that depend on its name, the seed and their number alone. @throws FuzzFailure at the first fault */
export async function fuzz(target: FuzzTarget, options: FuzzOptions): Promise<FuzzSummary> {
  const { seed, inputs, from = 0, onInput } = options;
  const folder = await mkdtemp(join(tmpdir(), `newyear-load-fuzz-${target.name}-`));
  try {
    const open = await target.open(folder);
    const counts = { accepted: 0, refused: 0 };
    let [slowestMs, slowestInput] = [0, from];
    for (let number = from; number < from + inputs; number++) {
      onInput?.(number);
      const input = open.input(createRandom(seed, `${target.name} ${number}`));
      const startedMs = performance.now();
      try {
        counts[await open.take(input)]++;
      } catch (thrown) {
        throw new FuzzFailure(target, seed, number, input, thrown);
      }
      const tookMs = performance.now() - startedMs;
      if (tookMs > slowestMs) [slowestMs, slowestInput] = [tookMs, number];
    }
    return { ...counts, slowestMs, slowestInput };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
