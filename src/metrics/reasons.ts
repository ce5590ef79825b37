import type { ErrorName } from '../core/error-kinds.js';
import { compareText, shorten } from '../core/text.js';

/** What a server said of failures of one kind, in its own words. */
export interface Reason {
  readonly kind: ErrorName;
  /** As it said it the first time: times that differ in numbers alone are one reason. */
  readonly text: string;
  readonly count: number;
}

/** As many are told, the most frequent ones. */
export const MOST_REASONS = 10;

/** Different reasons that are kept at once; a server may say something else each time. */
export const MOST_REASONS_KEPT = 64;
/** Of a reason that is told. */
const MOST_CHARACTERS = 200;

/** Names of users and rooms, ids and times: what differs from one refusal to the next and makes no other reason of it. */
const CHANGING = /[0-9a-f]{8,}(?:-[0-9a-f]{4,})*|\d+/gi;

interface Kept {
  readonly kind: ErrorName;
  text: string;
  /** Since they were taken last. */
  fresh: number;
  total: number;
}

/**
 * Counts the reasons that servers give, in bounded memory: of a server that says something else each time, those are forgotten that
 * were said least.
 */
export class ReasonTable {
  readonly #kept = new Map<string, Kept>();

  /** Counts a reason. */
  count(kind: ErrorName, text: string): void {
    this.#keep(kind, text, 1);
  }

  /** Adds what others have counted; in which order they come makes no difference to the texts. */
  add(reasons: readonly Reason[]): void {
    for (const { kind, text, count } of reasons) {
      const kept = this.#keep(kind, text, count);
      if (compareText(text, kept.text) < 0) kept.text = text;
    }
  }

  /** What was counted since the last call, each text as it came first. */
  take(): Reason[] {
    const taken: Reason[] = [];
    for (const kept of this.#kept.values()) {
      if (kept.fresh === 0) continue;
      taken.push({ kind: kept.kind, text: kept.text, count: kept.fresh });
      kept.fresh = 0;
    }
    return taken;
  }

  /** All that was counted, the most frequent first, as it is told. */
  get all(): Reason[] {
    return [...this.#kept.values()]
      .map(({ kind, text, total }) => ({ kind, text: shorten(text, MOST_CHARACTERS), count: total }))
      .toSorted(
        (one, other) =>
          other.count - one.count || compareText(one.kind, other.kind) || compareText(one.text, other.text),
      );
  }

  #keep(kind: ErrorName, text: string, times: number): Kept {
    const key = `${kind} ${text.replace(CHANGING, '#')}`;
    const known = this.#kept.get(key);
    if (known === undefined) {
      if (this.#kept.size === MOST_REASONS_KEPT) this.#forgetRarest();
      const kept = { kind, text, fresh: times, total: times };
      this.#kept.set(key, kept);
      return kept;
    }
    known.fresh += times;
    known.total += times;
    return known;
  }

  /** Half of them at once, so that a server that never repeats itself costs little a reason. */
  #forgetRarest(): void {
    const rarestFirst = [...this.#kept].toSorted(([, one], [, other]) => one.total - other.total);
    for (const [key] of rarestFirst.slice(0, MOST_REASONS_KEPT / 2)) this.#kept.delete(key);
  }
}
