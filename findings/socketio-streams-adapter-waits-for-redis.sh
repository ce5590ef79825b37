#!/usr/bin/env bash
# @socket.io/redis-streams-adapter 0.3.1 hands a broadcast to the members at the same server process only when Redis has stored it. While Redis is away
# (killed here, and started again on the same port) nobody hears anything, not even two people at one server, and all of it comes when Redis is back.
# With @socket.io/redis-adapter 8.3.0 whoever is at the same server goes on as if nothing had happened, and only other servers hear nothing.
# Seen with socket.io 4.8.4, redis 6.3.1, Redis 7.0.15, Node 20.20 on Linux x64. Needs redis-server on the PATH. Fails when the behaviour has changed.
set -euo pipefail
command -v redis-server >/dev/null || { echo 'redis-server is not on the PATH' >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund socket.io@4.8.4 socket.io-client@4.8.4 redis@6.3.1 \
  @socket.io/redis-adapter@8.3.0 @socket.io/redis-streams-adapter@0.3.1
cat >show.mjs <<'JS'
import assert from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdapter as redisAdapter } from '@socket.io/redis-adapter';
import { createAdapter as streamsAdapter } from '@socket.io/redis-streams-adapter';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import { io as connect } from 'socket.io-client';

const probe = createServer().listen(0, '127.0.0.1');
await once(probe, 'listening');
const { port } = probe.address();
probe.close();
const startRedis = () =>
  spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', process.cwd()], { stdio: 'ignore' });
let redis = startRedis();
process.on('exit', () => redis.kill('SIGKILL'));
await sleep(1000);

async function client() {
  const made = createClient({ url: `redis://127.0.0.1:${port}` });
  made.on('error', () => undefined);
  await made.connect();
  return made;
}

/** A server with one member of the room, and what that has heard. */
async function server(adapter) {
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  const io = new Server(http, { adapter });
  io.on('connection', (socket) => socket.join('room'));
  const heard = [];
  const member = connect(`http://127.0.0.1:${http.address().port}`, { transports: ['websocket'] });
  member.on('news', (number) => heard.push(number));
  await once(member, 'connect');
  return { io, heard };
}

const rows = [];
for (const [adapter, make] of [
  ['redis-adapter', async () => redisAdapter(await client(), await client())],
  ['redis-streams-adapter', async () => streamsAdapter(await client())],
]) {
  const [here, there] = [await server(await make()), await server(await make())];
  await sleep(1000);
  // One before: a server that has read nothing yet asks for what comes from now on, and would miss what is stored until it is back.
  here.io.to('room').emit('news', -1);
  await sleep(500);
  for (const { heard } of [here, there]) assert.deepEqual(heard.splice(0), [-1]);
  redis.kill('SIGKILL');
  await sleep(300);
  for (let number = 0; number < 20; number++) here.io.to('room').emit('news', number);
  await sleep(1000);
  const away = [here.heard.length, there.heard.length];
  redis = startRedis();
  const isThere = () => adapter === 'redis-adapter' || there.heard.length === 20;
  for (let waited = 0; waited < 200 && !(isThere() && here.heard.length === 20); waited++) await sleep(100);
  rows.push({
    adapter,
    'same server, Redis away': away[0],
    'other server, Redis away': away[1],
    'same server, after it is back': here.heard.length,
    'other server, after it is back': there.heard.length,
  });
}
console.table(rows);
const [pubsub, streams] = rows;
assert.equal(pubsub['same server, Redis away'], 20);
assert.equal(streams['same server, Redis away'], 0);
assert.equal(streams['same server, after it is back'], 20);
assert.equal(streams['other server, after it is back'], 20);
process.exit(0);
JS
node show.mjs
