const OWN_TAGS = /<\/?(?:code|details|summary)>/g;
/** A picture of a course, of nothing but its own signs. */
const OWN_PICTURES = /^```\n[▁-█·\n ]+\n```$/gm;
const HARMFUL =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;

/**
 * What is wrong with Markdown that was made of hostile texts: anything beyond our own tags, entities in code, and what our
 * own headings, lists and tables are made of. Empty when all is well.
 */
export function markdownFlaws(markdown: string): string[] {
  const flaws: string[] = [];
  const find = (what: string, pattern: RegExp, text: string): void => {
    const found = pattern.exec(text);
    if (found !== null) flaws.push(`${what}: ${JSON.stringify(text.slice(found.index, found.index + 60))}`);
  };
  find('a harmful character', HARMFUL, markdown);
  for (const [, content = ''] of markdown.matchAll(/<code>(.*?)<\/code>/gs))
    find('a live sign in code', /[!#$*:<>@[\\\]^_`{|}~\n]|&(?!#\d+;)|www\./i, content.replaceAll(/&#\d+;/g, ''));
  const outside = markdown
    .replaceAll(OWN_PICTURES, '')
    .replaceAll(/<code>.*?<\/code>/gs, 'code')
    .replaceAll(OWN_TAGS, '');
  find('a tag', /[<>]/, outside);
  find('a reference or a link', /[@[\]`\\$]|https?:|www\.|&|(?<!^|#)#|\b[0-9a-f]{7,}\b/m, outside);
  const tables = markdown.matchAll(/(?:^\|.*\|$\n?)+/gm);
  for (const [rows] of tables) {
    const widths = new Set(
      rows
        .trimEnd()
        .split('\n')
        .map((row) => row.split('|').length),
    );
    if (widths.size > 1) flaws.push(`a table of ${[...widths].join(' and ')} cells: ${rows.slice(0, 80)}`);
  }
  return flaws;
}
