import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import test from 'node:test';
import { documentsIn, documentText, fencesOf, inlineCodeOf, linksOf } from '../helpers/cli/document.js';

const ROOT = new URL('../../', import.meta.url);
const ENGLISH = ['README.md', 'docs/first-hour.md', 'docs/lab.md'] as const;
const KOREAN: Readonly<Record<(typeof ENGLISH)[number], string>> = {
  'README.md': 'README.ko.md',
  'docs/first-hour.md': 'docs/ko/first-hour.md',
  'docs/lab.md': 'docs/lab.ko.md',
};

const documents = [...documentsIn(''), ...documentsIn('docs')];

/** Where a link leads to, from the project's folder. */
const targetOf = (path: string, link: string): string =>
  link === '' ? path : posix.normalize(posix.join(posix.dirname(path), link));

/** The lines outside of fenced blocks. */
const proseOf = (text: string): string[] => text.replaceAll(/^```.*?^```/gms, '').split('\n');

const headingsOf = (text: string): string[] => proseOf(text).filter((line) => /^#+ /.test(line));

/** The name of a heading in links, as GitHub makes it. */
const slugOf = (heading: string): string =>
  heading
    .replace(/^#+ /, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\- _]/gu, '')
    .replaceAll(' ', '-');

test('every link and picture of the documents leads to a file and a heading that there are', () => {
  const broken = documents.flatMap((path) =>
    linksOf(documentText(path)).flatMap(({ link, anchor }) => {
      const target = targetOf(path, link);
      if (!existsSync(new URL(target, ROOT))) return [`${path}: ${link}`];
      if (anchor === '' || headingsOf(documentText(target)).map(slugOf).includes(anchor)) return [];
      return [`${path}: ${link}#${anchor}`];
    }),
  );
  assert.deepEqual(broken, []);
});

/** Tables as lists of rows of cells. */
function tablesOf(text: string): string[][][] {
  const tables: string[][][] = [];
  let isInside = false;
  for (const line of proseOf(text)) {
    const isRow = line.startsWith('|');
    if (isRow && !isInside) tables.push([]);
    if (isRow) tables.at(-1)?.push(line.split(/(?<!\\)\|/).slice(1, -1));
    isInside = isRow;
  }
  return tables;
}

/** What of a block is for machines: comments may be in any language. */
const withoutComments = (block: string): string => block.replaceAll(/\s+#.*$/gm, '').replaceAll(/^#.*\n/gm, '');

const sorted = (texts: readonly string[]): string[] => texts.toSorted();

for (const english of ENGLISH) {
  const korean = KOREAN[english];
  const [ours, theirs] = [documentText(english), documentText(korean)];

  test(`${korean} has the sections of ${english}`, () => {
    const levels = (text: string): string[] => headingsOf(text).map((heading) => heading.replace(/ .*/, ''));
    assert.deepEqual(levels(theirs), levels(ours));
  });

  test(`${korean} has every block of ${english}, word for word but for comments`, () => {
    const blocks = (text: string): string[] =>
      ['sh', 'yaml', ''].flatMap((language) => fencesOf(text, language)).map(withoutComments);
    assert.deepEqual(blocks(theirs), blocks(ours));
  });

  test(`${korean} has every row of the tables of ${english}, with the same code in its first cell`, () => {
    const shape = (text: string): string[][] =>
      tablesOf(text).map((table) =>
        table.map((row) => `${row.length} cells: ${inlineCodeOf(row[0] ?? '').join(' ')}${digitsOf(row[0] ?? '')}`),
      );
    assert.deepEqual(shape(theirs), shape(ours));
  });

  test(`${korean} has the flags, commands and names of ${english} in its sentences`, () => {
    assert.deepEqual(sorted(inlineCodeOf(theirs)), sorted(inlineCodeOf(ours)));
  });

  test(`${korean} leads where ${english} leads`, () => {
    const targets = (path: string, text: string): string[] =>
      sorted(linksOf(text).map(({ link }) => targetOf(path, link))).map(
        (target) => Object.entries(KOREAN).find(([, of]) => of === target)?.[0] ?? target,
      );
    const known = new Set<string>([...ENGLISH, ...Object.values(KOREAN)]);
    const others = (list: readonly string[]): string[] => list.filter((target) => !known.has(target));
    assert.deepEqual(others(targets(korean, theirs)), others(targets(english, ours)));
    assert.ok(targets(english, ours).includes(english), `${english} leads to ${korean}`);
  });
}

/** Exit codes and the like, outside of code. */
function digitsOf(cell: string): string {
  return (cell.replaceAll(/`[^`]*`/g, '').match(/\d+/g) ?? []).join(' ');
}
