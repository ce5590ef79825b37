import assert from 'node:assert/strict';
import test from 'node:test';
import type { DialectSpec, HttpStep } from '#dist/core/dialect-spec.js';
import { fixedSecretsOf, withoutFixedSecrets } from '#dist/core/fixed-secrets.js';
import type { JsonValue } from '#dist/core/json.js';

const STEP: HttpStep = {
  method: 'POST',
  path: '/login',
  headers: {},
  accept: [200],
  acceptOnRetry: [],
  retry: false,
  capture: { token: 'data.access_token' },
};

function dialectOf(step: Partial<HttpStep>, socket: Partial<DialectSpec['socket']> = {}): DialectSpec {
  return {
    name: 'secret key',
    description: 'token=described',
    http: { login: { ...STEP, ...step } },
    socket: { path: '/socket.io/', query: {}, namespace: '/', ...socket },
    events: { send: { event: 'key', args: ['{{message.text}}'] }, error: { event: 'error', message: '0.token' } },
  };
}

const inHeaders = (headers: Record<string, string>): string[] =>
  fixedSecretsOf(dialectOf({ headers })).map(({ value }) => value);
const inBody = (body: JsonValue): string[] => fixedSecretsOf(dialectOf({ body })).map(({ value }) => value);

test('a value under a name that says so is a secret', () => {
  for (const name of [
    'Authorization',
    'proxy-authorization',
    'Cookie',
    'X-Api-Key',
    'apikey',
    'X-API-KEY',
    'x-auth-token',
    'accessToken',
    'access_token',
    'client_secret',
    'clientSecretValue',
    'X-Key-Id',
    'password',
    'PASSWD',
    'sessionId',
  ])
    assert.deepEqual(inHeaders({ [name]: 'a value' }), ['a value'], name);
});

test('other names are none, and neither is what is filled in', () => {
  for (const name of [
    'Content-Type',
    'Accept',
    'X-Request-Id',
    'keyboard',
    'keyword',
    'tokenizer',
    'author',
    'secretary',
  ])
    assert.deepEqual(inHeaders({ [name]: 'a value' }), [], name);
  for (const value of [
    'Bearer {{user.token}}',
    'Bearer ${API_KEY}',
    'session={{user.token}}; lang=en-US; Path=/',
    '{{user.name}}:{{user.password}}',
    '',
    ' ',
  ])
    assert.deepEqual(inHeaders({ Authorization: value }), [], value);
});

test('a long word with a figure is a secret beside what is filled in, too', () => {
  for (const value of ['{{user.name}}:sk-live-4f5g6h7j', 'key=abcdefgh1; user={{user.name}}', '$${KEY} is no variable'])
    assert.deepEqual(inHeaders({ Authorization: value }), [value]);
});

test('bodies, queries, CONNECT payloads and arguments are looked through at any depth', () => {
  assert.deepEqual(inBody({ user: { deep: [{ apiKey: 'k1', name: 'n' }, { tokens: ['t1', 't2'] }] } }), [
    'k1',
    't1',
    't2',
  ]);
  assert.deepEqual(inBody({ pin: 1, secret: 12345, key: true, token: null }), ['12345']);
  assert.deepEqual(inBody('name={{user.name}}&password=pw1&token={{user.token}}&lang=en'), ['pw1']);
  const { path, value } = fixedSecretsOf(dialectOf({}, { auth: { app: { token: 'auth token' } } }))[0] ?? {};
  assert.deepEqual([path, value], [['socket', 'auth', 'app', 'token'], 'auth token']);
  assert.deepEqual(
    fixedSecretsOf(dialectOf({ path: '/login?api_key=abc&x=1' }, { query: { key: 'q' }, namespace: '/?token=ns' })).map(
      ({ value: found }) => found,
    ),
    ['abc', 'q', 'ns'],
  );
});

test('what tells how to read answers is no secret', () => {
  assert.deepEqual(fixedSecretsOf(dialectOf({})), []);
  const batch = { path: '/b', size: 5, item: {}, body: {}, accept: [200], results: 'keys', key: 'token' };
  assert.deepEqual(fixedSecretsOf(dialectOf({ batch })), []);
});

test('a dialect without its secrets is the same but for them', () => {
  const given = dialectOf(
    { path: '/login?api_key=abc&x=1', headers: { Cookie: 'a=b', Accept: 'text/html' }, body: { key: 7, n: 7 } },
    { query: { token: 'q', who: '{{user.name}}' }, auth: ['literal'] },
  );
  const login = given.http.login as HttpStep;
  assert.deepEqual(withoutFixedSecrets(given), {
    ...given,
    http: {
      login: {
        ...login,
        path: '/login?api_key=***&x=1',
        headers: { Cookie: '***', Accept: 'text/html' },
        body: { key: '***', n: 7 },
      },
    },
    socket: { ...given.socket, query: { token: '***', who: '{{user.name}}' }, auth: ['***'] },
  });
  const clean = dialectOf({ headers: { Authorization: 'Bearer {{user.token}}' } });
  assert.deepEqual(withoutFixedSecrets(clean), clean);
});

test('texts that are long take no time', () => {
  const texts = ['{{'.repeat(200_000), '=&'.repeat(200_000), 'a'.repeat(400_000), `{{x}}${'a.'.repeat(200_000)}`];
  for (const text of texts) {
    fixedSecretsOf(dialectOf({ headers: { Authorization: text, Accept: text }, body: text }));
  }
});
