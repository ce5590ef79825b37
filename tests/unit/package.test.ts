import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

const ROOT = new URL('../../', import.meta.url);

test('what the README links to is in the package', async () => {
  const { files } = JSON.parse(await readFile(new URL('package.json', ROOT), 'utf8')) as { files: string[] };
  const readme = await readFile(new URL('README.md', ROOT), 'utf8');
  const links = [...readme.matchAll(/\]\(((?:docs\/|[A-Z])[^)#]*\.md)[)#]/g)].map(([, link]) => link ?? '');
  assert.ok(links.length > 5);
  const packed = (link: string): boolean =>
    files.includes(link) || files.includes(link.replace(/[^/]+(\.\w+)$/, '*$1')) || link === 'README.md';
  assert.deepEqual(
    links.filter((link) => !packed(link)),
    [],
  );
});
