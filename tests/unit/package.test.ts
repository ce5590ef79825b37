import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { test } from 'node:test';
import { documentText, linksOf } from '../helpers/cli/document.js';

const ROOT = new URL('../../', import.meta.url);
const { files } = JSON.parse(documentText('package.json')) as { readonly files: readonly string[] };

/** A pattern is a file, a folder, or files of a folder by their ending. */
const patterns = files.map((pattern) => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}(/|$)`));

/** Is a file in the package? npm puts a README in by itself. */
const isPacked = (path: string): boolean => path === 'README.md' || patterns.some((pattern) => pattern.test(path));

test('what the documents of the package link to is in the package, pictures included', () => {
  const documents = [
    ...readdirSync(ROOT),
    ...readdirSync(new URL('docs/', ROOT), { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`),
  ].filter((path) => path.endsWith('.md') && isPacked(path));
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
