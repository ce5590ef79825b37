import { columnsOf } from '#dist/core/language/columns.js';
import { wordsOf } from '#dist/core/language/words.js';

/** Korean, as every command says it. */
export const KOREAN = await wordsOf('ko');

/** What stays as it is in every language: code, tags, quotes, addresses, flags, files, expressions, and names with dots and parentheses. */
const NAMES = [
  /<style>[^]*?<\/style>/g,
  /<code>[^]*?<\/code>/g,
  /<[^>]*>/g,
  /`[^`]*`/g,
  /"[^"]*"/g,
  /\{[^}]*\}/g,
  /\bhttps?:\S+/g,
  /\bnpx .*$/gm,
  /--?[\w-]+/g,
  /\S*[./_]\S*/g,
];

/** Three words of Latin letters in a row, the first two small: an English sentence, or a part of one. */
const ENGLISH_WORDS = /\b[a-z]{2,}[ ,;:]+[a-z]{2,}[ ,;:]+[a-zA-Z]{2,}\b/g;

/** What of a Korean text is English, names and code left out. */
export function englishIn(text: string): string[] {
  const plain = NAMES.reduce((left, name) => left.replace(name, ' · '), text);
  return plain.match(ENGLISH_WORDS) ?? [];
}

/** Lines of a text that are wider than so many columns of a terminal. */
export function widerThan(columns: number, lines: readonly string[]): string[] {
  return lines.filter((line) => columnsOf(line) > columns);
}
