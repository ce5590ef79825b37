import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, beforeEach, describe, it } from 'node:test';
import { performBatch, performStep } from '#dist/chat/http-steps.js';
import { type ChatRun, createUser, scopesOf } from '#dist/chat/people.js';
import type { BatchSpec, HttpStep } from '#dist/core/dialect-spec.js';
import { OperationError } from '#dist/core/operation-error.js';
import { HttpClient } from '#dist/wire/http-client.js';
import { ampleBudget } from '../../helpers/wire/ample-budget.js';
import { portOf } from '../../helpers/wire/listen.js';

const RUN = 'k3f9q2';
const run: ChatRun = { id: RUN, secrets: { passwordKey: 'key', variables: { KEY: 'k-{{user.name}}-1' } } };

interface Request {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly type: string | undefined;
  readonly body: unknown;
}

/** What the server says next: a status and a body; `silence` keeps it from answering at all, `hang-up` from staying. */
type Answer = { readonly status: number; readonly body: unknown } | 'silence' | 'hang-up';

const register: HttpStep = {
  method: 'POST',
  path: '/signup/{{user.index}}',
  headers: { Authorization: 'Bearer {{user.token}}' },
  body: { username: '{{user.name}}', password: '{{user.password}}' },
  accept: [201],
  acceptOnRetry: [409],
  retry: false,
  capture: { token: 'data.token', id: 'data.id' },
};

const batch: BatchSpec = {
  path: '/signup-batch',
  size: 10,
  item: { username: '{{user.name}}' },
  body: { users: '{{items}}', run: '{{run.id}}' },
  accept: [201],
  results: 'created',
  key: 'username',
  errors: 'errors',
};
const batched: HttpStep = { ...register, capture: { token: 'token' }, batch };

const users = [0, 1, 2].map((index) => createUser(run, index));
const [ada, bob, cleo] = users as [(typeof users)[0], (typeof users)[0], (typeof users)[0]];

/** The kind and the words of the failure that `operation` must end with. */
async function failure(operation: Promise<unknown>): Promise<[string, string]> {
  const outcome: unknown = await operation.catch((thrown: unknown) => thrown);
  assert.ok(outcome instanceof OperationError);
  return [outcome.kind, outcome.message];
}

describe('An HTTP step', () => {
  const requests: Request[] = [];
  let answer: Answer = 'silence';
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const { method = '', url = '', headers } = request;
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      requests.push({ method, url, authorization: headers.authorization, type: headers['content-type'], body });
      if (answer === 'hang-up') request.socket.destroy();
      else if (answer !== 'silence') {
        response
          .writeHead(answer.status)
          .end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
      }
    });
  });
  let client: HttpClient;
  let origin = '';
  before(async () => {
    origin = `http://127.0.0.1:${await portOf(server)}`;
    client = new HttpClient(origin, 2, 20_000, ampleBudget());
  });
  after(async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    requests.length = 0;
  });

  const known = { ...ada, captures: { token: 't0' } };
  const perform = (step: HttpStep = register, options = {}): Promise<unknown> =>
    performStep(client, step, scopesOf(run, known), options);
  const performAll = (): ReturnType<typeof performBatch> => performBatch(client, batched, batch, run, users);

  it('goes below the path of the target', async () => {
    answer = { status: 201, body: { data: { token: 't', id: 7 } } };
    const behindProxy = new HttpClient(`${origin}/behind/a/proxy/`, 1, 20_000, ampleBudget());
    await performStep(behindProxy, register, scopesOf(run, known)).finally(() => void behindProxy.close());
    assert.match(requests[0]?.url ?? '', /^\/behind\/a\/proxy\/\w/);
  });

  it('sends its filled template and returns what it captures', async () => {
    answer = { status: 201, body: { data: { token: 't', id: 7, more: true } } };
    assert.deepEqual(await perform(), { token: 't', id: 7 });
    assert.deepEqual(requests, [
      {
        method: 'POST',
        url: '/signup/0',
        authorization: 'Bearer t0',
        type: 'application/json',
        body: { username: ada.name, password: ada.password },
      },
    ]);
  });

  it('sends what a server gave as one part of a path, whatever it holds', async () => {
    answer = { status: 201, body: {} };
    const step: HttpStep = { ...register, path: '/{{user.token}}/as?q={{user.token}}', headers: {}, capture: {} };
    for (const [token, part] of [
      ['/10.9.8.7/x', '%2F10.9.8.7%2Fx'],
      ['a b?c#d&e', 'a%20b%3Fc%23d%26e'],
      ['\r\nHost: 10.9.8.7', '%0D%0AHost%3A%2010.9.8.7'],
      ['🎉\ud800', '%F0%9F%8E%89%EF%BF%BD'],
      ['', ''],
    ] as const) {
      requests.length = 0;
      await performStep(client, step, scopesOf(run, { ...ada, captures: { token } }));
      assert.equal(requests[0]?.url, `/${part}/as?q=${part}`);
    }
  });

  it('is not sent where what a server gave would lead to another path', async () => {
    const step: HttpStep = { ...register, path: '/rooms/{{user.token}}/in?q={{user.token}}', headers: {} };
    for (const token of ['.', '..']) {
      const [kind] = await failure(performStep(client, step, scopesOf(run, { ...ada, captures: { token } })));
      assert.equal(kind, 'protocol.unsendable');
    }
    assert.deepEqual(requests, []);
  });

  it('is not sent where a header would hold what none may hold', async () => {
    for (const token of ['a\r\nHost: 10.9.8.7', 'a\nb', '\u0000', '🎉']) {
      const [kind, words] = await failure(
        performStep(client, register, scopesOf(run, { ...ada, captures: { token } })),
      );
      assert.equal(kind, 'protocol.unsendable');
      assert.match(words, /the header Authorization of POST \/signup/);
    }
    assert.deepEqual(requests, []);
  });

  it('has the variables in its path, its headers and its body, for many users too', async () => {
    answer = { status: 201, body: { data: { token: '${KEY}', id: 7 } } };
    const step = {
      ...register,
      path: '/signup/${KEY}?plain=$${KEY}',
      headers: { Authorization: 'Key ${KEY} of {{user.name}}' },
      body: { list: ['${KEY}', '{{user.token}}'] },
    };
    const captured = { ...ada, captures: { token: '${KEY}' } };
    assert.deepEqual(await performStep(client, step, scopesOf(run, captured)), { token: '${KEY}', id: 7 });
    assert.equal(decodeURI(requests[0]?.url ?? ''), '/signup/k-{{user.name}}-1?plain=${KEY}');
    assert.equal(requests[0]?.authorization, `Key k-{{user.name}}-1 of ${ada.name}`);
    assert.deepEqual(requests[0]?.body, { list: ['k-{{user.name}}-1', '${KEY}'] });
    requests.length = 0;
    answer = { status: 201, body: { created: [] } };
    const keyed = {
      ...batch,
      path: '/batch/${KEY}',
      item: { key: '${KEY}' },
      body: { key: '${KEY}', users: '{{items}}' },
    };
    await performBatch(client, batched, keyed, run, [ada]);
    assert.equal(decodeURI(requests[0]?.url ?? ''), '/batch/k-{{user.name}}-1');
    assert.deepEqual(requests[0]?.body, { key: 'k-{{user.name}}-1', users: [{ key: 'k-{{user.name}}-1' }] });
  });

  it('has neither body nor type where the dialect gives it none', async () => {
    answer = { status: 200, body: '' };
    const { body: _, ...bare } = register;
    assert.deepEqual(await perform({ ...bare, method: 'GET', path: '/ready', accept: [200], capture: {} }), {});
    assert.deepEqual([requests[0]?.type, requests[0]?.body], [undefined, undefined]);
  });

  it('fails on a status that it does not accept, with the reason that the server gives', async () => {
    answer = { status: 500, body: { error: 'Failed to create user' } };
    const words = 'POST /signup/{{user.index}} was answered with HTTP 500';
    assert.deepEqual(await failure(perform()), ['server.http-500', `${words}: Failed to create user`]);
    answer = { status: 400, body: { message: 'Nope', error: 'Bad Request' } };
    assert.match((await failure(perform())).join(' '), /^server\.http-400 .*: Nope$/);
    answer = { status: 200, body: { error: { nested: true } } };
    assert.deepEqual((await failure(perform()))[0], 'server.http-200');
  });

  it('does not choke on HTML, whether it is an error page or comes with a good status', async () => {
    answer = { status: 404, body: '<!DOCTYPE html><pre>Cannot POST</pre>' };
    assert.equal((await failure(perform()))[0], 'server.http-404');
    answer = { status: 201, body: '<!DOCTYPE html><h1>It works!</h1>' };
    const [kind, words] = await failure(perform());
    assert.equal(kind, 'protocol.unexpected-answer');
    assert.match(words, /the answer is no JSON/);
  });

  it('fails when what it captures is not in the answer', async () => {
    answer = { status: 201, body: { data: { id: 7 } } };
    const [kind, words] = await failure(perform());
    assert.equal(kind, 'protocol.unexpected-answer');
    assert.match(words, /the answer has no "data\.token"/);
  });

  it('takes a conflict for success on a second try only', async () => {
    answer = { status: 409, body: { error: 'Username already exists' } };
    assert.equal((await failure(perform()))[0], 'server.http-409');
    assert.deepEqual(await perform(register, { again: true }), {});
  });

  it('fails as a timeout when no answer comes in time', async () => {
    answer = 'silence';
    const hasty = new HttpClient(origin, 1, 300, ampleBudget());
    const told = await failure(performStep(hasty, register, scopesOf(run, known)).finally(() => void hasty.close()));
    assert.deepEqual(told, ['network.timeout', 'no answer within 300 ms']);
  });

  it('fails as the network when the server hangs up', async () => {
    answer = 'hang-up';
    const [kind] = await failure(perform());
    assert.match(kind, /^network\.(closed|ECONNRESET)$/);
  });

  it('ends early when its signal aborts', async () => {
    answer = 'silence';
    const [kind] = await failure(perform(register, { signal: AbortSignal.abort() }));
    assert.match(kind, /^(network|generator)\./);
    assert.deepEqual(requests, []);
  });

  it('fails harmlessly when nobody listens', async () => {
    const unused = createServer();
    const port = await portOf(unused);
    await new Promise((resolve) => unused.close(resolve));
    const nowhere = new HttpClient(`http://127.0.0.1:${port}`, 1, 20_000, ampleBudget());
    const thrown: unknown = await performStep(nowhere, register, scopesOf(run, ada)).catch((error: unknown) => error);
    await nowhere.close();
    assert.ok(thrown instanceof OperationError);
    assert.deepEqual([thrown.kind, thrown.isHarmless], ['network.ECONNREFUSED', true]);
  });

  it('for many users is one request, with one outcome each', async () => {
    const created = users.map(({ name }) => ({ username: name, token: `t of ${name}` }));
    answer = { status: 201, body: { created, errors: [] } };
    const outcome = await performAll();
    assert.deepEqual(
      users.map((user) => outcome?.get(user)),
      users.map(({ name }) => ({ token: `t of ${name}` })),
    );
    assert.equal(requests.length, 1);
    assert.deepEqual(requests[0]?.body, { users: users.map(({ name }) => ({ username: name })), run: RUN });
  });

  it('for many users fails for those in the errors, those without captures and those left out', async () => {
    const errors = [{ username: ada.name, error: 'Username already exists' }];
    answer = { status: 201, body: { created: [{ username: bob.name }], errors } };
    const outcome = await performAll();
    const problems = [ada, bob, cleo].map((user) => outcome?.get(user)) as OperationError[];
    assert.deepEqual(
      problems.map(({ kind }) => kind),
      ['server.batch-refused', 'protocol.unexpected-answer', 'server.batch-refused'],
    );
    assert.match(problems[0]?.message ?? '', /Username already exists/);
    assert.match(problems[2]?.message ?? '', /it is not in the answer/);
  });

  it('for many users fails for everybody when the answer is of another shape', async () => {
    for (const body of ['<html>', {}, { created: 'all of them' }, { created: [null, 7, 'x', []] }, []]) {
      answer = { status: 201, body };
      const outcome = await performAll();
      assert.ok(
        users.every((user) => outcome?.get(user) instanceof OperationError),
        JSON.stringify(body),
      );
    }
  });

  it('for many users is no way where the server has no such endpoint', async () => {
    for (const status of [404, 405, 501]) {
      answer = { status, body: '<pre>Cannot POST /signup-batch</pre>' };
      assert.equal(await performAll(), undefined);
    }
  });

  it('for many users fails as a whole when it is refused', async () => {
    answer = { status: 503, body: 'Service Unavailable' };
    const [kind, words] = await failure(performAll());
    assert.equal(kind, 'server.http-503');
    assert.match(words, /\/signup-batch/);
  });
});
