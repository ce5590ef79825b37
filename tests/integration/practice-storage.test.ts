import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { UsageError } from '#dist/core/errors.js';
import { hasPostgres } from '#dist/lab/parts/postgres-part.js';
import type { PracticeOptions } from '#dist/practice/options.js';
import { type PracticeServer, startPracticeServer } from '#dist/practice/server.js';
import { openPostgresStorage } from '#dist/practice/store/postgres/postgres-storage.js';
import type { StorageKind } from '#dist/practice/store/open-storage.js';
import { RawClient } from '../conformance/raw-client.js';
import { call, createRoom, tokenOf } from '../helpers/wire/chat-client.js';

const MESSAGES = 50;

async function folderFor(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'newyear-load-data-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function serverFor(
  t: TestContext,
  storage: StorageKind,
  data: string,
  more: Partial<PracticeOptions> = {},
): Promise<PracticeServer> {
  const server = await startPracticeServer({ storage, data, hashCost: 2, ...more });
  t.after(() => server.close());
  return server;
}

/** Signs up so many users at once; how many the server says it has taken. */
async function signUpAtOnce(url: string, names: readonly string[]): Promise<number> {
  const answers = await Promise.all(
    names.map((username) => call(url, 'POST', '/api/auth/signup', { body: { username, password: 'secret' } })),
  );
  return answers.filter(({ status }) => status === 201).length;
}

async function canLogIn(url: string, username: string): Promise<boolean> {
  const { status } = await call(url, 'POST', '/api/auth/login', { body: { username, password: 'secret' } });
  return status === 200;
}

async function howManyCanLogIn(url: string, names: readonly string[]): Promise<number> {
  return (await Promise.all(names.map((name) => canLogIn(url, name)))).filter(Boolean).length;
}

function namesOf(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`);
}

async function contentsOf(url: string, token: string, roomId: string): Promise<string[]> {
  const { json } = await call(url, 'GET', `/api/chatrooms/${roomId}/messages`, { token });
  return (json as { content: string }[]).map(({ content }) => content);
}

/** Sends messages into a room, and waits until the sender has them all back. */
async function say(url: string, token: string, roomId: string, contents: readonly string[]): Promise<void> {
  const client = await RawClient.connect(url, `token=${token}`);
  await client.join(roomId);
  for (const content of contents) client.emit('send_message', { roomId, content });
  for (const _ of contents) await client.packet(/^42\["message"/);
  client.end();
}

for (const storage of ['files', 'postgres'] as const) {
  // PostgreSQL in the process takes seconds to start: it is for machines without one.
  const skip = storage === 'postgres' && (await hasPostgres(process.env['PATH'])) && 'there is a real PostgreSQL';
  test(`a server with the storage ${storage} has its users, rooms and messages after a restart, and takes its tokens`, {
    skip,
  }, async (t) => {
    const data = await folderFor(t);
    const before = await serverFor(t, storage, data);
    const names = namesOf('u', 40);
    assert.equal(await signUpAtOnce(before.url, names), 40);
    assert.equal(
      await signUpAtOnce(
        before.url,
        Array.from({ length: 20 }, () => 'same'),
      ),
      1,
    );
    const token = await tokenOf(before.url, 'anna');
    const roomId = await createRoom(before.url, token, ['u0']);
    const contents = [...namesOf('Happy New Year ', MESSAGES - 1), 'zero \u0000 and 새해'];
    await say(before.url, token, roomId, contents);
    assert.equal((await contentsOf(before.url, token, roomId)).length, MESSAGES);
    await before.close();

    const after = await serverFor(t, storage, data);
    assert.equal(await howManyCanLogIn(after.url, [...names, 'same', 'anna']), 42);
    const found = await contentsOf(after.url, token, roomId);
    assert.deepEqual(found.slice(0, -1), contents.slice(0, -1));
    assert.equal(found.at(-1)?.replace('\ufffd', '\u0000'), contents.at(-1));
    await say(after.url, token, roomId, ['once more']);
    assert.equal((await contentsOf(after.url, token, roomId)).at(-1), 'once more');
    const { json } = await call(after.url, 'GET', '/api/chatrooms', { token });
    assert.deepEqual((json as { participants: string[] }[])[0]?.participants, ['anna', 'u0']);
  });
}

test('a file whose last line was cut off by a kill is read up to there, and the next server writes another', async (t) => {
  const data = await folderFor(t);
  const before = await serverFor(t, 'files', data);
  const token = await tokenOf(before.url, 'anna');
  const roomId = await createRoom(before.url, token, []);
  await say(before.url, token, roomId, ['one', 'two', 'three']);
  await before.close();
  const file = join(data, 'messages', '000001.jsonl');
  await truncate(file, (await stat(file)).size - 5);
  const after = await serverFor(t, 'files', data);
  assert.deepEqual(await contentsOf(after.url, token, roomId), ['one', 'two']);
  await say(after.url, token, roomId, ['four']);
  await after.close();
  const last = await serverFor(t, 'files', data);
  assert.deepEqual(await contentsOf(last.url, token, roomId), ['one', 'two', 'four']);
  assert.deepEqual(await readdir(join(data, 'messages')), ['000001.jsonl', '000002.jsonl']);
});

test('files-racy loses users whose sign-ups overlap, though it says that it took them', async (t) => {
  const data = await folderFor(t);
  const server = await serverFor(t, 'files-racy', data, { hashCost: 1024 });
  const names = namesOf('u', 60);
  const taken = await signUpAtOnce(server.url, names);
  const found = await howManyCanLogIn(server.url, names);
  // How many are refused, because half a file was read, hangs on the machine.
  assert.ok(taken > 5, String(taken));
  assert.ok(found < taken / 2, `${found} of ${taken}`);
});

test('files-poisoned takes nobody any more after a name that was taken', async (t) => {
  const server = await serverFor(t, 'files-poisoned', await folderFor(t));
  assert.equal(await signUpAtOnce(server.url, namesOf('u', 10)), 10);
  assert.equal(await signUpAtOnce(server.url, ['u0']), 0);
  assert.equal(await signUpAtOnce(server.url, namesOf('v', 5)), 0);
  assert.equal(await canLogIn(server.url, 'u3'), true);
});

test('files-whole keeps all messages of one file, which it writes anew for each', async (t) => {
  const data = await folderFor(t);
  const server = await serverFor(t, 'files-whole', data);
  const token = await tokenOf(server.url, 'anna');
  const roomId = await createRoom(server.url, token, []);
  await say(server.url, token, roomId, namesOf('m', 20));
  const kept = JSON.parse(await readFile(join(data, 'messages.json'), 'utf8')) as unknown[];
  assert.equal(kept.length, 20);
});

test('a message that cannot be kept is refused, and not told to the room', async (t) => {
  const data = await folderFor(t);
  const server = await serverFor(t, 'files', data);
  const token = await tokenOf(server.url, 'anna');
  const roomId = await createRoom(server.url, token, []);
  const client = await RawClient.connect(server.url, `token=${token}`);
  await client.join(roomId);
  await rm(data, { recursive: true });
  client.emit('send_message', { roomId, content: 'lost' });
  assert.match(await client.packet(/^42\[/), /"error"/);
  assert.deepEqual(await contentsOf(server.url, token, roomId), []);
  client.end();
});

test('a server is ready as long as its storage can be used, and alive in any case', async (t) => {
  const data = await folderFor(t);
  const server = await serverFor(t, 'files', data);
  const statusOf = async (path: string): Promise<number> => (await call(server.url, 'GET', path, {})).status;
  assert.equal(await statusOf('/ready'), 200);
  await rm(data, { recursive: true });
  assert.equal(await statusOf('/ready'), 503);
  assert.equal(await statusOf('/health'), 200);
  await mkdir(data);
  assert.equal(await statusOf('/ready'), 200);
});

test('a storage in PostgreSQL can be used as long as the database answers', async () => {
  let isThere = true;
  const storage = await openPostgresStorage({
    query: () => (isThere ? Promise.resolve([{ value: '' }]) : Promise.reject(new Error('timeout'))),
    close: () => Promise.resolve(),
  });
  await storage.check?.();
  isThere = false;
  await assert.rejects(async () => storage.check?.(), /timeout/);
});

test('what a storage needs, and what it has no use for, is told at once', async () => {
  const problemsOf = async (options: Partial<PracticeOptions>): Promise<string[]> => {
    try {
      await startPracticeServer(options);
    } catch (error) {
      assert.ok(error instanceof UsageError);
      return error.problems.map(({ where }) => where);
    }
    return [];
  };
  assert.deepEqual(await problemsOf({ storage: 'files' }), ['data']);
  assert.deepEqual(await problemsOf({ storage: 'memory', data: 'x', database: 'y' }), ['data', 'database']);
  assert.deepEqual(await problemsOf({ storage: 'postgres', database: 'postgres://db.example/chat' }), ['database']);
});
