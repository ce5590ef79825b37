import assert from 'node:assert/strict';
import test from 'node:test';
import type { DialectSpec } from '#dist/core/dialect-spec.js';
import { StartError } from '#dist/core/errors.js';
import { createRunSecrets, passwordOf } from '#dist/core/run-secrets.js';
import { maskError, maskOf, maskOfValues } from '#dist/core/secret-mask.js';

const DIALECT: DialectSpec = {
  name: 'test',
  description: '',
  http: {},
  socket: { path: '/socket.io/', query: { api_key: 'fixed-key' }, namespace: '/' },
  events: { send: { event: 'say', args: ['{{message.text}}'] } },
};

test('variables, fixed secrets and passwords of a run are taken out of a text', () => {
  const secrets = createRunSecrets({ KEY: 'sk-live-1', OTHER: 'sk-live-123' });
  const mask = maskOf({ dialect: DIALECT }, secrets);
  const password = passwordOf(secrets, 'ny-k3f9q2-u1');
  assert.equal(
    mask(`sk-live-123 sk-live-1 fixed-key {"password":"${password}"} of ny-k3f9q2-u1`),
    '*** *** *** {"password":"***"} of ny-k3f9q2-u1',
  );
});

test('a secret is found as JSON and as a URL write it', () => {
  const value = 'a "b" \\ c/ü&=\n';
  const mask = maskOfValues([value]);
  assert.equal(mask(`[${value}]`), '[***]');
  assert.equal(mask(JSON.stringify({ said: value })), '{"said":"***"}');
  assert.equal(mask(`/x?key=${encodeURIComponent(value)}&y`), '/x?key=***&y');
  assert.equal(maskOfValues(['\ud800 half'])('\ud800 half'), '***');
});

test('the begin of a secret at the end of a text that was cut is taken out, too', () => {
  const mask = maskOfValues(['sk-live-1', 'other"one']);
  assert.equal(mask('no to sk-live'), 'no to ***');
  assert.equal(mask('no to sk-live-1 and sk-liv…'), 'no to *** and ***…');
  assert.equal(mask(String.raw`{"key":"other\"o…`), '{"key":"***…');
  assert.equal(mask('no to sk- and to sk-'), 'no to sk- and to sk-');
  assert.equal(mask('sk-live is in the middle'), 'sk-live is in the middle');
  const secrets = createRunSecrets();
  const cut = passwordOf(secrets, 'ny-k3f9q2-u1').slice(0, 9);
  assert.equal(maskOf({ dialect: DIALECT }, secrets)(`password: ${cut}…`), 'password: ***…');
});

test('short values are parts of every text and are left', () => {
  assert.equal(maskOfValues(['e', 'eu', 'abc'])('the eu abc'), 'the eu abc');
  assert.equal(maskOfValues(['abcd'])('abcd'), '***');
  assert.equal(maskOfValues([])('abcd'), 'abcd');
});

test('an error says no secret: neither its message, its hint and its stack nor its causes', () => {
  const mask = maskOfValues(['sk-live-1']);
  const cause = new TypeError('bad header: sk-live-1');
  const error = new StartError('refused with sk-live-1', { hint: 'is sk-live-1 right?', cause });
  assert.equal(maskError(error, mask), error);
  assert.deepEqual(
    [error.message, error.hint, cause.message],
    ['refused with ***', 'is *** right?', 'bad header: ***'],
  );
  assert.doesNotMatch(`${error.stack} ${cause.stack}`, /sk-live/);
  assert.match(error.stack ?? '', /secret-mask\.test/);
});

test('an error whose message cannot be set, one that is its own cause, and what is none do no harm', () => {
  const mask = maskOfValues(['sk-live-1']);
  const fixed = new DOMException('with sk-live-1', 'AbortError');
  assert.equal((maskError(fixed, mask) as Error).message, 'with ***');
  const circle = new Error('sk-live-1');
  circle.cause = circle;
  assert.equal((maskError(circle, mask) as Error).message, '***');
  assert.equal(maskError('text', mask), 'text');
});
