import { formatCount } from './units.js';

// Control characters, C1 controls, line and paragraph separators, and the bidirectional overrides that reorder a line.
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** What exceeds `maxLength` characters is cut, which an ellipsis shows. */
export function shorten(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

/**
 * Text from outside (a server, a file) made safe to print on a terminal: every control character becomes a visible
 * `\xNN` or `\uNNNN`, and what exceeds `maxLength` characters is cut.
 */
export function printable(text: string, maxLength = 200): string {
  return shorten(text, maxLength).replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** By code unit, so that no locale makes a difference. */
export function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** A count with its noun: `1 message`, `1,032 messages`. */
export function amount(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;
}
