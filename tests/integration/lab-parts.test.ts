import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { StartError } from '#dist/core/errors.js';
import { wordsOf } from '#dist/core/language/words.js';
import { requireProgram, requirePrograms } from '#dist/lab/parts/find-program.js';
import { hasNginx, startNginx } from '#dist/lab/parts/nginx-part.js';
import { ownerIn } from '#dist/lab/parts/part-owner.js';
import { hasPostgres, startPostgres } from '#dist/lab/parts/postgres-part.js';
import { makePlace, startPart } from '#dist/lab/parts/real-part.js';
import { hasRedis, startRedis } from '#dist/lab/parts/redis-part.js';
import { probeTcp } from '#dist/net/probe-tcp.js';
import { startPracticeServer } from '#dist/practice/server.js';
import { connectDatabase } from '#dist/practice/store/postgres/database.js';
import { missing } from '../helpers/lab/missing.js';
import { call } from '../helpers/wire/chat-client.js';
import { portOf } from '../helpers/wire/listen.js';

const isThere = (port: number): Promise<boolean> =>
  probeTcp('127.0.0.1', port, 500).then(
    () => true,
    () => false,
  );

test('PostgreSQL is started on a port of its own, keeps a chat over a restart of its server, and is gone when it is stopped', {
  skip: missing('PostgreSQL', await hasPostgres(process.env['PATH'])),
}, async () => {
  const part = await startPostgres(process.env['PATH']);
  try {
    const options = { storage: 'postgres', database: part.url, hashCost: 2 } as const;
    const before = await startPracticeServer(options);
    const body = { username: 'anna', password: 'secret' };
    const taken = await Promise.all(
      Array.from({ length: 10 }, () => call(before.url, 'POST', '/api/auth/signup', { body })),
    );
    assert.equal(taken.filter(({ status }) => status === 201).length, 1);
    const login = await call(before.url, 'POST', '/api/auth/login', { body });
    const { token } = login.json as { token: string };
    await call(before.url, 'POST', '/api/chatrooms', { token, body: { name: 'Times Square', participants: ['ben'] } });
    await before.close();
    const after = await startPracticeServer(options);
    const rooms = await call(after.url, 'GET', '/api/chatrooms', { token });
    assert.deepEqual((rooms.json as { participants: string[] }[])[0]?.participants, ['anna', 'ben']);
    await after.close();
    const database = await connectDatabase(part.url);
    assert.deepEqual(await database.query('select count(*)::int as count from users'), [{ count: 1 }]);
    await database.close();
  } finally {
    await part.stop();
  }
  assert.equal(await isThere(part.port), false);
});

test('Redis is started on a port of its own, and gone when it is stopped', {
  skip: missing('Redis', await hasRedis(process.env['PATH'])),
}, async () => {
  const part = await startRedis(process.env['PATH']);
  assert.equal(await isThere(part.port), true);
  await part.stop();
  await part.stop();
  assert.equal(await isThere(part.port), false);
});

test('nginx deals to several servers, and leaves out one that is gone', {
  skip: missing('nginx', await hasNginx(process.env['PATH'])),
}, async (t) => {
  const answering = await Promise.all(
    ['one', 'two'].map(async (name) => {
      const server = createServer((_request, response) => response.end(name));
      t.after(() => server.close());
      return { server, port: await portOf(server) };
    }),
  );
  const part = await startNginx(
    answering.map(({ port }) => port),
    process.env['PATH'],
  );
  try {
    const ask = async (): Promise<string> => (await call(part.url, 'GET', '/')).text;
    const heard = new Set<string>();
    for (let asked = 0; asked < 8; asked++) heard.add(await ask());
    assert.deepEqual([...heard].toSorted(), ['one', 'two']);
    answering[0]?.server.closeAllConnections();
    answering[0]?.server.close();
    assert.equal(await ask(), 'two');
  } finally {
    await part.stop();
  }
  assert.equal(await isThere(part.port), false);
});

test('a part ends when the process that started it is killed, and its folder goes with it', {
  skip: missing('Redis', await hasRedis(process.env['PATH'])),
}, async () => {
  const code = `
    const { startRedis } = await import(${JSON.stringify(new URL('../../dist/lab/parts/redis-part.js', import.meta.url).href)});
    const part = await startRedis(process.env.PATH);
    console.log(part.port);
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  const port = Number(line);
  assert.equal(await isThere(port), true);
  child.kill('SIGKILL');
  const deadline = performance.now() + 10_000;
  while ((await isThere(port)) && performance.now() < deadline) await wait(20);
  assert.equal(await isThere(port), false);
});

test('a part that ends at once is told with what it said, and its folder is gone', async () => {
  const place = await makePlace();
  const order = { product: 'Nothing', program: '/bin/sh', arguments: ['-c', 'echo no such thing >&2; exit 3'] };
  await assert.rejects(
    startPart({ ...order, signal: 'TERM', port: 1, place, isReady: () => false }),
    (error: unknown) => {
      assert.ok(error instanceof StartError);
      assert.equal(error.message, 'Nothing did not start (exit code 3): no such thing');
      return true;
    },
  );
  assert.equal(existsSync(place.folder), false);
});

test('programs that are nowhere are told together, with how to get them', async () => {
  const spec = { name: 'no-such-server', product: 'Nothing', debianPackage: 'nothing', brewPackage: 'nothing' };
  await assert.rejects(requireProgram(spec, '/nowhere'), (error: unknown) => {
    assert.ok(error instanceof StartError);
    assert.equal(error.message, 'Not on this machine: Nothing (no-such-server).');
    assert.match(error.hint ?? '', /^Install with sudo apt-get install nothing, or brew install nothing\./);
    return true;
  });
  const shell = { ...spec, name: 'sh', product: 'sh' };
  const other = { name: 'neither', product: 'neither', debianPackage: 'neither-light', brewPackage: 'neither' };
  const korean = await wordsOf('ko');
  await requirePrograms([shell], '/bin:/usr/bin');
  await assert.rejects(requirePrograms([spec, shell, other], '/bin:/usr/bin'), (error: unknown) => {
    assert.ok(error instanceof StartError);
    assert.equal(error.message, 'Not on this machine: Nothing (no-such-server), neither.');
    assert.match(
      error.hint ?? '',
      /^Install with sudo apt-get install nothing neither-light, or brew install nothing neither\./,
    );
    assert.equal(korean.say(error.said.message), '이 컴퓨터에 없는 프로그램: Nothing (no-such-server), neither.');
    return true;
  });
});

test('who is root starts parts as postgres, or else as nobody', () => {
  const accounts = 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65533:65532:n:/:/bin/false\n';
  assert.deepEqual(ownerIn(`${accounts}postgres:x:101:102::/var:/bin/sh\n`), { uid: 101, gid: 102 });
  assert.deepEqual(ownerIn(accounts), { uid: 65533, gid: 65532 });
  assert.deepEqual(ownerIn(''), { uid: 65_534, gid: 65_534 });
});
