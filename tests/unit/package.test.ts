import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { test } from 'node:test';
import { documentsIn, documentText, linksOf } from '../helpers/cli/document.js';
import { filesBelow } from '../helpers/source/source-files.js';

const { files } = JSON.parse(documentText('package.json')) as { readonly files: readonly string[] };

/** A pattern is a file, a folder, or files of a folder by their ending. */
const patterns = files.map((pattern) => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}(/|$)`));

/** Is a file in the package? npm puts a README in by itself. */
const isPacked = (path: string): boolean => path === 'README.md' || patterns.some((pattern) => pattern.test(path));

test('what the documents of the package link to is in the package, pictures included', () => {
  const documents = [...documentsIn(''), ...documentsIn('docs')].filter(isPacked);
  assert.ok(documents.length > 20);
  const links = documents.flatMap((path) =>
    linksOf(documentText(path)).flatMap(({ link }) => (link === '' ? [] : [posix.join(posix.dirname(path), link)])),
  );
  assert.ok(links.some((link) => link.endsWith('.png')));
  assert.deepEqual(
    links.filter((link) => !isPacked(link)),
    [],
  );
});

test('of what is compiled, the package has the modules that pages are made of, and no others', () => {
  const wanted = new Set<string>();
  const visit = (path: string): void => {
    if (wanted.has(path)) return;
    wanted.add(path);
    for (const [, folder, name] of readFileSync(path, 'utf8').matchAll(/from '#(page|core)\/([^']+)'/g))
      visit(`dist/${folder}/${name}`);
  };
  const ofPages = filesBelow('dist/page', ['.js']).map(({ path }) => path);
  assert.ok(ofPages.length > 30);
  for (const path of ofPages) visit(path);
  const packed = [...filesBelow('dist', ['.js'])].map(({ path }) => path).filter(isPacked);
  assert.deepEqual(packed.toSorted(), [...wanted].toSorted());
});
