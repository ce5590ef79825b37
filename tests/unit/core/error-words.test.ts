import assert from 'node:assert/strict';
import test from 'node:test';
import { errorClassOf, errorInWords, type ErrorKind } from '#dist/core/error-kinds.js';
import { filesBelow } from '../../helpers/source/source-files.js';

const KIND = /'((?:generator|network|server|protocol)\.[A-Za-z][\w-]*)'/g;

/** Every kind of error that the source counts by its name. */
function kindsInSource(): ErrorKind[] {
  const sources = filesBelow('src', ['.ts']).filter(({ path }) => /^src\/(core|wire|chat|engine)\//.test(path));
  const kinds = sources.flatMap(({ text }) => Array.from(text.matchAll(KIND), ([, kind = '']) => kind));
  // Statuses have words of their own.
  return [...new Set(kinds)].filter((kind) => !kind.startsWith('server.http-')) as ErrorKind[];
}

test('every kind of error that is counted has words of its own', () => {
  const kinds = kindsInSource();
  assert.ok(kinds.length > 20);
  const wordless = kinds.filter((kind) => errorInWords(kind) === errorInWords(`${errorClassOf(kind)}.unheard-of`));
  assert.deepEqual(wordless, []);
});
