import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, beforeEach, describe, it } from 'node:test';
import { performBatch, performStep } from '#dist/chat/http-steps.js';
import { createUser, scopesOf } from '#dist/chat/people.js';
import type { BatchSpec, HttpStep } from '#dist/core/dialect-spec.js';
import { MAX_JSON_LEVELS } from '#dist/core/json.js';
import { createRunSecrets } from '#dist/core/run-secrets.js';
import { OperationError } from '#dist/core/operation-error.js';
import { MOST_CAPTURE_CHARACTERS } from '#dist/wire/bounds.js';
import { HttpClient } from '#dist/wire/http-client.js';
import { ampleBudget } from '../../helpers/wire/ample-budget.js';
import { portOf } from '../../helpers/wire/listen.js';

const RUN = { id: 'k3f9q2', secrets: createRunSecrets() };
const user = createUser(RUN, 0);

const login: HttpStep = {
  method: 'POST',
  path: '/login',
  headers: {},
  body: { name: '{{user.name}}' },
  accept: [200],
  acceptOnRetry: [],
  retry: false,
  capture: { token: 'token' },
};
const batch: BatchSpec = {
  path: '/login-batch',
  size: 10,
  item: { name: '{{user.name}}' },
  body: { users: '{{items}}' },
  accept: [200],
  results: 'results',
  key: 'name',
  errors: 'errors',
};

const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** The kind and the words of the failure that `operation` must end with. */
async function failure(operation: Promise<unknown>): Promise<[string, string]> {
  const outcome: unknown = await operation.catch((thrown: unknown) => thrown);
  assert.ok(outcome instanceof OperationError, 'it did not fail');
  return [outcome.kind, outcome.message];
}

describe('What a server gives', () => {
  let body = '';
  let requests = 0;
  let client: HttpClient;
  const server = createServer((_request, response) => {
    requests++;
    response.end(body);
  });
  const perform = (step: HttpStep = login, captures: typeof user.captures = {}): Promise<Record<string, unknown>> =>
    performStep(client, step, scopesOf(RUN, { ...user, captures }));

  before(async () => {
    client = new HttpClient(`http://127.0.0.1:${await portOf(server)}`, 1, 5000, ampleBudget());
  });
  beforeEach(() => {
    requests = 0;
  });
  after(async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  });

  it('is captured as deep as an answer may be, and no answer may be deeper', async () => {
    body = `{"token":${nested(MAX_JSON_LEVELS - 1)}}`;
    const { token } = await perform();
    assert.equal(JSON.stringify(token), nested(MAX_JSON_LEVELS - 1));
    body = `{"token":${nested(MAX_JSON_LEVELS)}}`;
    assert.deepEqual(await failure(perform()), [
      'protocol.unexpected-answer',
      `POST /login: the answer is nested more than ${MAX_JSON_LEVELS} levels deep`,
    ]);
    assert.deepEqual(await perform({ ...login, capture: {} }), {});
  });

  it('is captured only as large as a request can carry', async () => {
    const most = MOST_CAPTURE_CHARACTERS - '""'.length;
    body = JSON.stringify({ token: 'x'.repeat(most) });
    assert.equal(String((await perform())['token']).length, most);
    for (const token of ['x'.repeat(most + 1), Array.from({ length: 10_000 }, () => 0), { x: 'y'.repeat(20_000) }]) {
      body = JSON.stringify({ token });
      const words = `POST /login: "token" in the answer exceeds ${MOST_CAPTURE_CHARACTERS} characters`;
      assert.deepEqual(await failure(perform()), ['protocol.unexpected-answer', words]);
    }
  });

  it('in a batch that cannot be read is no refusal of its users', async () => {
    body = `{"results":[{"name":${JSON.stringify(user.name)},"token":${nested(MAX_JSON_LEVELS)}}]}`;
    const outcome = await performBatch(client, { ...login, batch }, batch, RUN, [user]);
    const problem = outcome?.get(user);
    assert.ok(problem instanceof OperationError);
    assert.equal(problem.kind, 'protocol.unexpected-answer');
    assert.match(problem.message, /levels deep$/);
  });

  it('as a reason is told in a sentence, however much it is', async () => {
    const reason = { name: user.name, error: Array.from({ length: 100_000 }, () => 'no') };
    body = JSON.stringify({ results: [], errors: [reason] });
    const problem = (await performBatch(client, { ...login, batch }, batch, RUN, [user]))?.get(user);
    assert.ok(problem instanceof OperationError);
    assert.match(problem.message, /refused .*: \{"name":"ny-k3f9q2-u0","error":\["no","no"/);
    assert.ok(problem.message.length <= 501);
    body = JSON.stringify({ error: 'x'.repeat(1_000_000) });
    const [, words] = await failure(perform({ ...login, accept: [201] }));
    assert.ok(words.length <= 501);
  });

  it('cannot stand in a header as it is: then the request is not sent, and nobody is told what it was', async () => {
    body = '{"token":"t"}';
    const withHeader = { ...login, headers: { Authorization: 'Bearer {{user.token}}' } };
    const [kind, words] = await failure(perform(withHeader, { token: 'secret\r\nX-Admin: yes' }));
    assert.equal(kind, 'protocol.unsendable');
    assert.match(words, /the header Authorization/);
    assert.doesNotMatch(words, /secret/);
    assert.equal(requests, 0);
    await perform(withHeader, { token: 'usual' });
    assert.equal(requests, 1);
  });
});
