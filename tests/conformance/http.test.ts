import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type PracticeServer, startPracticeServer } from '#dist/practice/server.js';
import { call, createRoom, type HttpAnswer, tokenOf } from '../helpers/wire/chat-client.js';
import { RawClient } from './raw-client.js';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

let server: PracticeServer;
before(async () => {
  server = await startPracticeServer();
});
after(() => server.close());

const get = (path: string, token?: string): Promise<HttpAnswer> =>
  call(server.url, 'GET', path, token === undefined ? {} : { token });
const post = (path: string, body: unknown, token?: string): Promise<HttpAnswer> =>
  call(server.url, 'POST', path, token === undefined ? { body } : { body, token });

function isRefused(answer: HttpAnswer, status: number, error?: string): void {
  assert.equal(answer.status, status);
  const refusal = answer.json as { error: string };
  assert.deepEqual(Object.keys(refusal), ['error']);
  if (error !== undefined) assert.equal(refusal.error, error);
}

describe('Users over HTTP', () => {
  it('sign up once, with a name and a password', async () => {
    const created = await post('/api/auth/signup', { username: 'amy', password: 'secret' });
    assert.equal(created.status, 201);
    assert.deepEqual(Object.keys(created.json as object), ['message', 'username']);
    assert.equal((created.json as { username: string }).username, 'amy');
    isRefused(await post('/api/auth/signup', { username: 'amy', password: 'x' }), 409, 'Username already exists');
    isRefused(await post('/api/auth/signup', { username: 'bob' }), 400);
    isRefused(await post('/api/auth/signup', { password: 'secret' }), 400);
    isRefused(await post('/api/auth/signup', { username: 'bob', password: 7 }), 400);
    isRefused(await post('/api/auth/signup', []), 400);
  });

  it('sign up once even when the same name comes twice at the same time', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(() => post('/api/auth/signup', { username: 'twin', password: 'x' })),
    );
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [201, 409, 409],
    );
    assert.equal((await post('/api/auth/signup', { username: 'other', password: 'x' })).status, 201);
  });

  it('log in with the right password only', async () => {
    await post('/api/auth/signup', { username: 'carl', password: 'secret' });
    const answer = await post('/api/auth/login', { username: 'carl', password: 'secret' });
    assert.equal(answer.status, 200);
    const { token, username } = answer.json as { token: string; username: string };
    assert.equal(username, 'carl');
    assert.equal(token.split('.').length, 3);
    isRefused(await post('/api/auth/login', { username: 'carl', password: 'wrong' }), 401, 'Invalid credentials');
    isRefused(await post('/api/auth/login', { username: 'ghost', password: 'x' }), 401, 'Invalid credentials');
    isRefused(await post('/api/auth/login', { username: 'carl' }), 400);
  });

  it('sign up and log in by the batch, each with an outcome of its own', async () => {
    await post('/api/auth/signup', { username: 'dan', password: 'x' });
    const users = ['dan', 'eve', 'fay'].map((username) => ({ username, password: 'x' }));
    const signup = await post('/api/auth/signup-batch', { users });
    assert.equal(signup.status, 201);
    const { created, errors } = signup.json as { created: { username: string; id: string }[]; errors: unknown };
    assert.deepEqual(Object.keys(signup.json as object), ['message', 'created', 'errors']);
    assert.deepEqual(
      created.map(({ username }) => username),
      ['eve', 'fay'],
    );
    assert.ok(created.every(({ id }) => UUID.test(id)));
    assert.deepEqual(errors, [{ username: 'dan', error: 'Username already exists' }]);

    const login = await post('/api/auth/login-batch', { users: [...users, { username: 'ghost', password: 'x' }] });
    assert.equal(login.status, 200);
    const { results } = login.json as { results: { username: string; token: string }[] };
    assert.deepEqual(
      results.map(({ username }) => username),
      ['dan', 'eve', 'fay'],
    );
    assert.deepEqual((login.json as { errors: unknown }).errors, [{ username: 'ghost', error: 'Invalid credentials' }]);
    assert.equal((await get('/api/chatrooms', results[0]?.token)).status, 200);
  });

  it('get 400 for a batch that is empty or incomplete', async () => {
    for (const body of [{}, { users: [] }, { users: 'amy' }, { users: [{ username: 'zoe' }] }]) {
      isRefused(await post('/api/auth/signup-batch', body), 400);
      isRefused(await post('/api/auth/login-batch', body), 400);
    }
  });
});

describe('Rooms over HTTP', () => {
  it('need a token: none is 401, a bad one is 403', async () => {
    isRefused(await get('/api/chatrooms'), 401);
    isRefused(await get('/api/chatrooms', 'forged'), 403);
    isRefused(await post('/api/chatrooms', { name: 'x' }), 401);
    isRefused(await post('/api/chatrooms-batch', { rooms: [] }, 'forged'), 403);
    isRefused(await get('/api/chatrooms/any/messages'), 401);
  });

  it('are created with their participants, the creator first', async () => {
    const token = await tokenOf(server.url, 'ruth');
    const created = await post('/api/chatrooms', { name: 'Times Square', participants: ['sam', 'ruth', 'tom'] }, token);
    assert.equal(created.status, 201);
    const { roomId, ...rest } = created.json as { roomId: string };
    assert.match(roomId, UUID);
    assert.deepEqual(rest, { name: 'Times Square', participants: ['ruth', 'sam', 'tom'] });
    isRefused(await post('/api/chatrooms', { participants: ['sam'] }, token), 500);

    const listed = await get('/api/chatrooms', token);
    const [room] = listed.json as [{ createdAt: string }];
    assert.deepEqual(room, { roomId, ...rest, createdBy: 'ruth', createdAt: room.createdAt });
    assert.equal(new Date(room.createdAt).toISOString(), room.createdAt);
  });

  it('are created by the batch', async () => {
    const token = await tokenOf(server.url, 'uma');
    const rooms = [{ name: 'one', participants: ['vic'] }, { name: 'two' }, { participants: [] }];
    const answer = await post('/api/chatrooms-batch', { rooms }, token);
    assert.equal(answer.status, 201);
    const { created, errors } = answer.json as { created: { participants: string[] }[]; errors: unknown[] };
    assert.deepEqual(
      created.map(({ participants }) => participants),
      [['uma', 'vic'], ['uma']],
    );
    assert.equal(errors.length, 1);
    isRefused(await post('/api/chatrooms-batch', {}, token), 400);
  });

  it('take more participants from their members, and let them go', async () => {
    const token = await tokenOf(server.url, 'wes');
    const stranger = await tokenOf(server.url, 'xena');
    const roomId = await createRoom(server.url, token, []);
    const path = `/api/chatrooms/${roomId}`;
    isRefused(await post(`${path}/invite`, {}, token), 400);
    isRefused(await post(`${path}/invite`, { participants: ['xena'] }, stranger), 403);
    isRefused(await post('/api/chatrooms/nowhere/invite', { participants: ['xena'] }, token), 404);
    const invited = await post(`${path}/invite`, { participants: ['xena', 'wes'] }, token);
    assert.equal(invited.status, 200);
    assert.deepEqual((invited.json as { participants: string[] }).participants, ['wes', 'xena']);
    const left = await post(`${path}/leave`, {}, stranger);
    assert.deepEqual([left.status, Object.keys(left.json as object)], [200, ['message']]);
    isRefused(await post(`${path}/leave`, {}, stranger), 404);
    isRefused(await post('/api/chatrooms/nowhere/leave', {}, token), 404);
  });

  it('give their history in pages of 100, oldest first, later than `since`', async () => {
    const token = await tokenOf(server.url, 'yan');
    const roomId = await createRoom(server.url, token, []);
    const client = await RawClient.connect(server.url, `token=${token}`);
    await client.join(roomId);
    const texts = Array.from({ length: 230 }, (_, index) => `🎆 ${index} ${'x'.repeat(index)}`);
    for (const content of texts) client.emit('send_message', { roomId, content });
    await client.contents(texts.length);
    client.end();

    const path = `/api/chatrooms/${roomId}/messages`;
    const first = await get(path, token);
    const page = first.json as { sender: string; content: string; timestamp: string }[];
    assert.equal(first.status, 200);
    assert.deepEqual(
      page.map(({ content }) => content),
      texts.slice(0, 100),
    );
    assert.deepEqual(Object.keys(page[0] ?? {}), ['sender', 'content', 'timestamp']);
    assert.ok(page.every(({ sender }) => sender === 'yan'));

    const justBefore = new Date(Date.parse(page.at(-1)?.timestamp ?? '') - 1).toISOString();
    const later = (await get(`${path}?since=${justBefore}`, token)).json as typeof page;
    assert.ok(later.length > 0 && later.every(({ timestamp }) => timestamp > justBefore));
    const now = new Date(Date.now() + 1000).toISOString();
    assert.deepEqual((await get(`${path}?since=${now}`, token)).json, []);
    isRefused(await get(`${path}?since=yesterday`, token), 400);
    isRefused(await get('/api/chatrooms/nowhere/messages', token), 404);
    isRefused(await get(path, await tokenOf(server.url, 'stranger')), 403);
  });
});

describe('The rest of HTTP', () => {
  it('says that the server is well', async () => {
    for (const path of ['/health', '/ready']) {
      const { json, status } = await get(path);
      assert.deepEqual([status, Object.keys(json as object)], [200, ['status', 'message']]);
      assert.equal((json as { status: string }).status, 'OK');
    }
  });

  it('answers unknown paths with a 404 page of HTML that quotes nothing unescaped', async () => {
    const answer = await get('/nowhere/<b>');
    assert.deepEqual([answer.status, answer.type], [404, 'text/html; charset=utf-8']);
    assert.match(answer.text, /^<!DOCTYPE html>\n<html lang="en">[^]*<pre>Cannot GET \/nowhere\/%3Cb%3E<\/pre>/);
    const posted = await post("/nowhere/'", {});
    assert.match(posted.text, /<pre>Cannot POST \/nowhere\/&#39;<\/pre>/);
  });

  it('answers malformed JSON with a 400 page of HTML', async () => {
    for (const body of ['{"username":', '"text"']) {
      const answer = await post('/api/auth/signup', body);
      assert.deepEqual([answer.status, answer.type], [400, 'text/html; charset=utf-8']);
      assert.match(answer.text, /<pre>SyntaxError: /);
    }
  });

  it('refuses a body of more than 10 MiB and keeps serving', async () => {
    const answer = await post('/api/auth/signup', `{"username":"${'x'.repeat(11 * 1024 * 1024)}"}`).catch(
      () => undefined,
    );
    // A client that is still writing may see the connection end before it reads the answer.
    if (answer !== undefined) assert.equal(answer.status, 413);
    assert.equal((await get('/health')).status, 200);
  });
});
