import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import test from 'node:test';
import { startCli } from '../helpers/cli/cli.js';
import { runHere } from '../helpers/cli/here.js';
import { portOf } from '../helpers/wire/listen.js';

test('proxy prints its address alone on stdout, leads to its server, and ends well with what it has done', async (context) => {
  const server = createServer((_, response) => response.end('hello'));
  context.after(() => server.close());
  const to = `127.0.0.1:${await portOf(server)}`;
  const [plain, json] = [[], ['--json']].map((flags) =>
    startCli(['proxy', '--listen', '0', '--to', to, '--fault', 'delay=10ms', ...flags]),
  );
  assert.ok(plain !== undefined && json !== undefined);
  await Promise.all([plain, json].map((running) => running.shows('Stop it with Ctrl-C')));
  const address = plain.shown().stdout.trim();
  assert.match(address, /^127\.0\.0\.1:\d+$/);
  assert.equal(await (await fetch(`http://${address}/`, { headers: { connection: 'close' } })).text(), 'hello');
  plain.kill('SIGINT');
  json.kill('SIGTERM');
  const [{ code, stderr }, counted] = await Promise.all([plain.result, json.result]);
  assert.deepEqual([code, counted.code], [0, 0], stderr);
  assert.match(stderr, /The proxy leads from .* on the way goes wrong delay=10ms\./);
  assert.match(stderr, /1 connection: \d+ B to the server, \d+ B back/);
  assert.equal((JSON.parse(counted.stdout) as { connections: number }).connections, 0);
});

test('whatever is wrong with the flags of proxy is told at once', async () => {
  const { code, stderr } = await runHere([
    'proxy',
    '--listen',
    'here',
    '--to',
    'there',
    '--fault',
    'cut=5s',
    '--sede',
    '3',
  ]);
  assert.equal(code, 2);
  for (const told of [
    /--listen: "here" must be a port/,
    /--to: "there" must be a port/,
    /--fault: "5s" must say how long and when/,
    /--sede/,
  ])
    assert.match(stderr, told);
  const loop = await runHere(['proxy', '--listen', '4001', '--to', 'localhost:4001']);
  assert.match(loop.stderr, /--to: localhost:4001 is where the proxy itself listens/);
  assert.match((await runHere(['proxy'])).stderr, /--listen: must be given.*\n.*--to: must be given/s);
});

test('a proxy that others reach, or that leads to others, is refused as a target is, with exit code 3', async () => {
  const { code, stderr } = await runHere(['proxy', '--listen', '0.0.0.0:4001', '--to', 'chat.example.org:4001']);
  assert.equal(code, 3);
  assert.match(
    stderr,
    /0\.0\.0\.0 and chat\.example\.org are not this machine alone; .* --allow-host 0\.0\.0\.0 --allow-host chat\.example\.org/,
  );
});
