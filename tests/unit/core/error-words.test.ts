import assert from 'node:assert/strict';
import test from 'node:test';
import { errorClassOf, errorInWords, errorKindOf, type ErrorKind } from '#dist/core/error-kinds.js';
import { filesBelow } from '../../helpers/source/source-files.js';

const KIND = /'((?:generator|network|server|protocol)\.[A-Za-z][\w-]*)'/g;

/** Every kind of error that the source counts by its name. */
function kindsInSource(): ErrorKind[] {
  const sources = filesBelow('src', ['.ts']).filter(({ path }) =>
    /^src\/(core\/(?!language)|wire|chat|engine)\b/.test(path),
  );
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

test('a certificate that is not taken, and TLS that fails, have words of their own', () => {
  const codes = ['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];
  const others = ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_SSL_WRONG_VERSION_NUMBER'];
  for (const code of [...codes, ...others]) assert.match(errorInWords(`network.${code}`), /certificate/, code);
  for (const code of ['ECONNRESET', 'ECERTAINLY', 'timeout']) {
    assert.doesNotMatch(errorInWords(`network.${code}`), /certificate/, code);
  }
});

test('no local port left is ours, whether the address that connections come from is bound or not', () => {
  for (const code of ['EADDRNOTAVAIL', 'EADDRINUSE']) {
    assert.equal(errorKindOf(Object.assign(new Error('connect'), { code })), `generator.${code}`);
  }
});
