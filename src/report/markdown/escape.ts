import { printable } from '../../core/text.js';

/** Marks of how something is meant, as colourful as Markdown can be. */
export const BADGES = { good: '✅', warn: '⚠️', bad: '❌' } as const;

/** Stands after every `@`: sites make mentions and links even of an `@` that is an entity, but not across this. */
const ZERO_WIDTH_SPACE = '&#8203;';

/** Words that no Markdown renderer, no HTML parser and no site (mentions, issues, commits, emoji) does anything with. */
const PLAIN = /^[a-z가-힣0-9,.;%()/'"’“”–—…→×+\p{Extended_Pictographic}-]+:?$/iu;
/** At the beginning of a text, what makes a list or a line of it. */
const BEGINS_A_LIST = /^(?:\d{1,9}[.)]|[-+]+)$/;
const LOOKS_LIKE_A_REFERENCE = /\bwww\.|\b[0-9a-f]{7,64}\b|\b[A-Za-z]{2,}-\d|\p{Surrogate}/iu;

/** Signs that mean something to Markdown, HTML or a site, and the `.` after `www`, which makes a link. */
const SIGNS = /[!#$&*:<>@[\\\]^_`{|}~]|(?<=www)\./gi;

/**
 * A text as code that nothing in it can leave: signs that mean something are entities, so that neither a table, nor Markdown,
 * nor HTML begins or ends in it, and sites look for no mentions, issues or links in code. Control and bidirectional
 * characters are visible; what exceeds `maxLength` characters is cut.
 */
export function code(text: string, maxLength = 200): string {
  return `<code>${inert(text === '' ? '(empty)' : text, maxLength)}</code>`;
}

/** A text of our own, of words and numbers, in which no sign means anything to Markdown, HTML or a site. */
export function inert(text: string, maxLength = 400): string {
  return printable(text, maxLength)
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(SIGNS, (sign) => `&#${sign.charCodeAt(0)};${sign === '@' ? ZERO_WIDTH_SPACE : ''}`);
}

/** A sentence: its words as they are where they are plain for certain, and what is not as {@link code}. */
export function prose(text: string, maxLength = 400): string {
  const parts: { readonly words: string[]; readonly isPlain: boolean }[] = [];
  for (const [index, word] of printable(text, maxLength).split(' ').entries()) {
    const isPlain = isPlainWord(word) && !(index === 0 && BEGINS_A_LIST.test(word));
    const last = parts.at(-1);
    if (last?.isPlain === isPlain) last.words.push(word);
    else parts.push({ words: [word], isPlain });
  }
  return parts.map(({ words, isPlain }) => (isPlain ? words.join(' ') : code(words.join(' '), maxLength))).join(' ');
}

function isPlainWord(word: string): boolean {
  return PLAIN.test(word) && !LOOKS_LIKE_A_REFERENCE.test(word);
}

/**
 * A table, numbers to the right.
 * @param columns headings; one that begins with a space is of numbers
 * @param rows cells that are escaped already
 */
export function markdownTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = columns.map((column) => (column.startsWith(' ') ? '---:' : ':---'));
  return [columns.map((column) => column.trim()), rule, ...rows].map(tableLine).join('\n');
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A comment on GitHub takes 65,536 characters, and a workflow may add a few of its own. */
const MOST_CHARACTERS = 60_000;

/** Sections one after the other, without those for which there is no room. @param whole what has them all: `report` */
export function withinComment(sections: readonly string[], whole: string): string {
  const leftOut = `More was left out here, which would have been too long; the JSON ${whole} has it all.`;
  const kept: string[] = [];
  let length = leftOut.length + 2;
  for (const section of sections) {
    if (length + section.length + 2 > MOST_CHARACTERS) continue;
    kept.push(section);
    length += section.length + 2;
  }
  return [...kept, ...(kept.length < sections.length ? [leftOut] : [])].join('\n\n');
}

/** A block that is folded until somebody wants to see it. */
export function folded(title: string, content: string): string {
  return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}
