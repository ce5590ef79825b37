#!/usr/bin/env bash
# connectionStateRecovery of socket.io 4.8.4 with an adapter that keeps no state, as the sharded one of @socket.io/redis-adapter 8.3.0: nothing warns,
# each client is given a `pid`, and nobody is ever recovered. Yet every event carries an argument more, the place of an offset: an empty text for members at the
# server that sends it, and null for those at another one. A handler with an optional last argument is called in two ways, by where its client is.
# With the adapter that is not sharded there is no such argument; with that for Redis streams it is an offset, the same at both.
# Seen with ioredis 6.0.0, Redis 7.0.15, Node 20.20 on Linux x64. Needs redis-server (7 or later) on the PATH. Fails when the behaviour has changed.
set -euo pipefail
command -v redis-server >/dev/null || { echo 'redis-server is not on the PATH' >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund socket.io@4.8.4 socket.io-client@4.8.4 ioredis@6.0.0 \
  @socket.io/redis-adapter@8.3.0 @socket.io/redis-streams-adapter@0.3.1
cat >show.mjs <<'JS'
import assert from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdapter, createShardedAdapter } from '@socket.io/redis-adapter';
import { createAdapter as createStreamsAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { io as connect } from 'socket.io-client';

const probe = createServer().listen(0, '127.0.0.1');
await once(probe, 'listening');
const { port } = probe.address();
probe.close();
const redis = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', process.cwd()], { stdio: 'ignore' });
process.on('exit', () => redis.kill('SIGKILL'));
await sleep(1000);
const client = () => new Redis(port, '127.0.0.1');

/** A server with one member of the room, and the arguments that it has got last. */
async function server(adapter) {
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  const io = new Server(http, { adapter, connectionStateRecovery: {} });
  io.on('connection', (socket) => {
    if (!socket.recovered) socket.join('room');
  });
  const member = connect(`http://127.0.0.1:${http.address().port}`, { transports: ['websocket'] });
  const got = {};
  member.on('news', (...args) => (got.args = args));
  await once(member, 'connect');
  return { io, member, got };
}

const rows = [];
for (const [name, adapter] of [
  ['Redis', () => createAdapter(client(), client())],
  ['Redis, sharded', () => createShardedAdapter(client(), client())],
  ['Redis streams', () => createStreamsAdapter(client())],
]) {
  const [here, there] = [await server(adapter()), await server(adapter())];
  await sleep(1000);
  here.io.to('room').emit('news', 'hello');
  await sleep(1000);
  there.member.io.engine.close();
  await once(there.member, 'connect');
  const { recovered } = there.member;
  rows.push({ adapter: name, 'same server': JSON.stringify(here.got.args), 'other server': JSON.stringify(there.got.args), recovered });
}
console.table(rows);
const [plain, sharded, streams] = rows;
for (const place of ['same server', 'other server']) assert.equal(plain[place], '["hello"]');
assert.deepEqual([sharded['same server'], sharded['other server'], sharded.recovered], ['["hello",""]', '["hello",null]', false]);
assert.match(streams['same server'], /^\["hello","\d+-\d+"\]$/);
assert.deepEqual([streams['other server'], streams.recovered], [streams['same server'], true]);
process.exit(0);
JS
timeout 60 node show.mjs
