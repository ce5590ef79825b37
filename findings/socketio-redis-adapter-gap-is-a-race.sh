#!/usr/bin/env bash
# What is broadcast over @socket.io/redis-adapter 8.3.0 while Redis is away is kept by the client that publishes (its queue) and sent when it has
# connected again. Whether another server hears it then hangs on which of two connections comes back first, that publisher's or that server's
# subscriber's: in some rounds all of it arrives, late, and in others none of it, without an error anywhere. One trial proves neither.
# Seen with socket.io 4.8.4, ioredis 6.0.0, Redis 7.0.15, Node 20.20 on Linux x64, and with redis 6.3.1 likewise. Needs redis-server on the PATH.
# Fails when forty rounds end alike.
set -euo pipefail
command -v redis-server >/dev/null || { echo 'redis-server is not on the PATH' >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund socket.io@4.8.4 socket.io-client@4.8.4 ioredis@6.0.0 @socket.io/redis-adapter@8.3.0
cat >show.mjs <<'JS'
import assert from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { io as connect } from 'socket.io-client';

const MESSAGES = 20;
const probe = createServer().listen(0, '127.0.0.1');
await once(probe, 'listening');
const { port } = probe.address();
probe.close();
const startRedis = () =>
  spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', process.cwd()], { stdio: 'ignore' });
let redis = startRedis();
process.on('exit', () => redis.kill('SIGKILL'));
await sleep(1000);

const clients = [];
function client() {
  const made = new Redis(port, '127.0.0.1');
  made.on('error', () => undefined);
  clients.push(made);
  return made;
}

/** A server with one member of the room, and what that has heard. */
async function server() {
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  const io = new Server(http, { adapter: createAdapter(client(), client()) });
  io.on('connection', (socket) => socket.join('room'));
  const heard = new Set();
  const member = connect(`http://127.0.0.1:${http.address().port}`, { transports: ['websocket'] });
  member.on('news', (number) => heard.add(number));
  await once(member, 'connect');
  return { io, heard };
}

const [here, there] = [await server(), await server()];
await sleep(1000);
const arrived = [];
let number = 0;
for (let round = 0; round < 40 && new Set(arrived).size < 2; round++) {
  redis.kill('SIGKILL');
  await sleep(200);
  const first = number;
  while (number < first + MESSAGES) here.io.to('room').emit('news', number++);
  await sleep(300);
  redis = startRedis();
  for (let waited = 0; waited < 80 && clients.some(({ status }) => status !== 'ready'); waited++) await sleep(100);
  await sleep(500);
  arrived.push([...there.heard].filter((one) => one >= first).length);
}
console.log(`of ${MESSAGES} messages each, at the other server, round by round: ${arrived.join(', ')}`);
assert.ok(arrived.includes(0) && arrived.includes(MESSAGES), 'every round ended alike');
process.exit(0);
JS
node show.mjs
