import type { EnglishKey } from './language/en/index.js';
import { inEnglish, type Message, message } from './language/words.js';
import { printable } from './text.js';

/** What has names, as dictionaries have it. */
type NamedKind = EnglishKey extends infer Key ? (Key extends `named.${infer Kind}` ? Kind : never) : never;

/**
 * Says that a name is unknown and what was probably meant: `unknown format "jsn"; did you mean "json"?`
 * A name that resembles none of the valid ones gets the list of them.
 * @param kind what is named: `key`, `preset`, `format`
 */
export function unknownName(kind: NamedKind, name: string, valid: readonly string[]): string {
  return inEnglish(saidUnknownName(kind, name, valid));
}

/** The same, to be said in any language. */
export function saidUnknownName(kind: NamedKind, name: string, valid: readonly string[]): Message {
  const near = nearest(name, valid);
  const told = { kind: message(`named.${kind}`), name: printable(name, 60) };
  if (near !== undefined) return message('mistake.near', { ...told, near });
  return message('mistake.there-is', {
    ...told,
    valid: valid.length === 0 ? message('mistake.there-is.none') : valid.join(', '),
  });
}

/** The valid name that differs least, or undefined when all differ by more than half. Case, `-`, `_` and spaces do not count. */
export function nearest(name: string, valid: readonly string[]): string | undefined {
  const wanted = folded(name);
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of valid) {
    const there = folded(candidate);
    const most = Math.max(wanted.length, there.length) / 2;
    // Names differ by the difference of their lengths at least, and a text of a file can have millions of characters.
    if (Math.abs(wanted.length - there.length) > most) continue;
    const apart = editDistance(wanted, there);
    if (apart < bestDistance && apart <= most) {
      best = candidate;
      bestDistance = apart;
    }
  }
  return best;
}

function folded(name: string): string {
  return name.toLowerCase().replace(/[-_\s]/g, '');
}

/** Letters to add, take out or change until one text is the other (Levenshtein's distance). */
function editDistance(one: string, other: string): number {
  // Of the beginnings of `one` so far, how far each is from the beginning of `other` that is one letter longer every time.
  let row = Array.from({ length: one.length + 1 }, (_, length) => length);
  for (let to = 1; to <= other.length; to++) {
    const next = [to];
    for (let from = 1; from <= one.length; from++) {
      const changed = (row[from - 1] ?? 0) + (one[from - 1] === other[to - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[from] ?? 0) + 1, (next[from - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[one.length] ?? 0;
}
