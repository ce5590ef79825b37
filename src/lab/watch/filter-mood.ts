import { parseTimeMs } from '../../core/units.js';

/** What the text filter does with a question: answers after a time, answers some of them with an error, or does not answer. */
export type FilterMood =
  | { readonly kind: 'well'; readonly name: string; readonly delayMs: number }
  /** One question of so many is answered with HTTP status 500. */
  | { readonly kind: 'failing'; readonly name: string; readonly oneOf: number }
  | { readonly kind: 'hanging'; readonly name: string };

/** It answers at once. */
export const WELL: FilterMood = { kind: 'well', name: 'well', delayMs: 0 };

/** Reads `well`, `delay=900ms`, `fail=1/10` or `hang`. @throws Error with what is wrong with it */
export function readFilterMood(words: string): FilterMood {
  if (words === 'well') return WELL;
  if (words === 'hang') return { kind: 'hanging', name: words };
  const delayMs = parseTimeMs(/^delay=(.*)$/.exec(words)?.[1] ?? '');
  if (delayMs !== undefined) return { kind: 'well', name: words, delayMs };
  const oneOf = Number(/^fail=1\/(\d+)$/.exec(words)?.[1]);
  if (oneOf >= 1) return { kind: 'failing', name: words, oneOf };
  throw new Error(`"${words}" must be well, delay=900ms, fail=1/10 or hang`);
}
