import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { capturesOf } from '#dist/chat/captures.js';
import { sendStep } from '#dist/chat/http-steps.js';
import { createUser, scopesOf } from '#dist/chat/people.js';
import type { HttpStep } from '#dist/core/dialect-spec.js';
import { HttpClient } from '#dist/wire/http-client.js';
import { ampleBudget } from '../../helpers/wire/ample-budget.js';
import { portOf } from '../../helpers/wire/listen.js';

const HEADERS = { 'x-auth-token': 't1', via: ['a', 'b'], 'set-cookie': ['session=s%20; Path=/', 'x.y=2'] };
const ANSWER = {
  json: { value: { token: 'body', header: { via: 'body' }, cookie: { id: 7 } } },
  headers: HEADERS,
  setCookies: HEADERS['set-cookie'],
};
const EMPTY = { ...ANSWER, json: { problem: 'no JSON' } };

const captured = (path: string, answer: Parameters<typeof capturesOf>[1] = ANSWER): unknown =>
  capturesOf({ capture: { value: path } }, answer, 'POST /login')['value'];
const missing = (path: string, answer = ANSWER as Parameters<typeof capturesOf>[1]): string => {
  try {
    captured(path, answer);
  } catch (thrown) {
    return String(thrown).replace(/^.*?POST \/login: /, '');
  }
  return 'it is there';
};

describe('A capture', () => {
  it('takes a value of the body, a header whatever its case, or a cookie as it came', () => {
    assert.equal(captured('token'), 'body');
    assert.equal(captured('header.X-Auth-Token'), 't1');
    assert.equal(captured('cookie.session'), 's%20');
    assert.equal(captured('cookie.x.y'), '2');
    assert.equal(captured('header.x-auth-token', EMPTY), 't1');
  });

  it('takes what the body has at its path first', () => {
    assert.equal(captured('header.via'), 'body');
    assert.equal(captured('header.via', EMPTY), 'a, b');
    assert.equal(captured('cookie.id'), 7);
    assert.deepEqual(captured('cookie'), { id: 7 });
  });

  it('that is not there fails with what is, and where the dialect would find it', () => {
    assert.equal(missing('data.token'), 'the answer has no "data.token"');
    assert.equal(missing('data.token', EMPTY), 'the answer is no JSON');
    assert.equal(missing('header.x-token'), 'the answer has no header "x-token"; it has x-auth-token, via');
    assert.equal(missing('header.constructor', { json: EMPTY.json }), 'the answer has no header "constructor"');
    assert.equal(missing('cookie.sid'), 'the answer sets no cookie "sid"; it sets session, x.y');
    assert.equal(missing('cookie.sid', { json: EMPTY.json }), 'the answer sets no cookie "sid"');
    assert.equal(
      missing('x-auth-token'),
      'the answer has no "x-auth-token"; its header of that name is captured by header.x-auth-token',
    );
    assert.equal(
      missing('headers.set-cookie'),
      'the answer has no "headers.set-cookie"; cookies are captured by cookie.<name>',
    );
  });

  it('that is too long fails', () => {
    const answer = { ...EMPTY, headers: { big: 'x'.repeat(20_000) } };
    assert.equal(missing('header.big', answer), '"header.big" in the answer exceeds 16384 characters');
  });
});

describe('The body of a step', () => {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      requests.push(
        `${request.rawHeaders.filter((text) => /^content-type$/i.test(text)).length} ${request.headers['content-type']} ${body}`,
      );
      response.end();
    });
  });
  let client: HttpClient;
  const run = { id: 'k3f9q2', secrets: { passwordKey: 'key', variables: {} } };
  const user = { ...createUser(run, 0), captures: { odd: 'a &=+%é', list: [1, 'b'], none: '' } };
  const step: HttpStep = {
    method: 'POST',
    path: '/',
    headers: {},
    accept: [200],
    acceptOnRetry: [],
    retry: false,
    capture: {},
  };
  const bodyOf = async (parts: Partial<HttpStep>): Promise<string | undefined> => {
    await sendStep(client, { ...step, ...parts }, scopesOf(run, user));
    return requests.at(-1);
  };

  before(async () => {
    client = new HttpClient(`http://127.0.0.1:${await portOf(server)}`, 1, 1000, ampleBudget());
  });
  after(async () => {
    await client.close();
    server.close();
  });

  it('is a form as browsers send it', async () => {
    const form = { 'odd key': '{{user.odd}}', list: '{{user.list}}', none: '{{user.none}}', plain: 'x {{user.index}}' };
    assert.equal(
      await bodyOf({ form }),
      '1 application/x-www-form-urlencoded odd+key=a+%26%3D%2B%25%C3%A9&list=%5B1%2C%22b%22%5D&none=&plain=x+0',
    );
    assert.equal(await bodyOf({ form: {} }), '1 application/x-www-form-urlencoded ');
  });

  it('has the one type that its headers name, in whatever case', async () => {
    const headers = { 'CONTENT-TYPE': 'application/vnd.api+json' };
    assert.equal(await bodyOf({ headers, body: '{{user.list}}' }), '1 application/vnd.api+json [1,"b"]');
    assert.equal(await bodyOf({ headers: { 'Content-Type': 'text/plain' }, body: { a: 1 } }), '1 text/plain {"a":1}');
  });

  it('is a text as it is where the headers name a type that is not JSON, with its values encoded in a form', async () => {
    const type = 'application/x-www-form-urlencoded; charset=utf-8';
    assert.equal(
      await bodyOf({ headers: { 'Content-Type': type }, body: 'a=1&odd={{user.odd}}' }),
      `1 ${type} a=1&odd=a%20%26%3D%2B%25%C3%A9`,
    );
    assert.equal(
      await bodyOf({ headers: { 'content-type': 'text/plain' }, body: 'say {{user.odd}}' }),
      '1 text/plain say a &=+%é',
    );
    assert.equal(await bodyOf({ body: 'text' }), '1 application/json "text"');
  });
});
