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

/** A text as a part of a URL. Half a surrogate pair, which no UTF-8 can hold, becomes the replacement character, as in every URL. */
export function urlComponent(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}
