#!/usr/bin/env bash
# The sharded adapter of @socket.io/redis-adapter 8.3.0 unsubscribes from a room's channel when the last member at this server has left, and subscribes when
# the first one joins. With redis 6.3.1 (node-redis), somebody who joins while the answer to the first is under way is subscribed to nothing: the listener is
# added to the channel that is about to be given up, and goes with it. The server then hears nothing of the room from other servers, for as long as
# anybody is in it. With ioredis 6.0.0 both commands leave in their order, and nothing is missed.
# Seen with socket.io 4.8.4, Redis 7.0.15 (with redis 4.7.1 and 5.8.3 likewise), Node 20.20 on Linux x64. Needs redis-server (7 or later) on the PATH. Fails when the behaviour has changed.
set -euo pipefail
command -v redis-server >/dev/null || { echo 'redis-server is not on the PATH' >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund socket.io@4.8.4 socket.io-client@4.8.4 @socket.io/redis-adapter@8.3.0 redis@6.3.1 ioredis@6.0.0
cat >show.mjs <<'JS'
import assert from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createShardedAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import { io as connect } from 'socket.io-client';

const probe = createServer().listen(0, '127.0.0.1');
await once(probe, 'listening');
const { port } = probe.address();
probe.close();
const redis = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', process.cwd()], { stdio: 'ignore' });
process.on('exit', () => redis.kill('SIGKILL'));
await sleep(1000);

const CLIENTS = {
  redis: async () => createClient({ url: `redis://127.0.0.1:${port}` }).connect(),
  ioredis: async () => new Redis(port, '127.0.0.1'),
};

async function server(client) {
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  const io = new Server(http, { adapter: createShardedAdapter(await client(), await client()) });
  return { io, url: `http://127.0.0.1:${http.address().port}` };
}

/** A client at a server, its socket there, and what it has heard. */
async function member({ io, url }) {
  const client = connect(url, { transports: ['websocket'], forceNew: true });
  const heard = [];
  client.on('news', (number) => heard.push(number));
  await once(client, 'connect');
  return { socket: io.sockets.sockets.get(client.id), heard };
}

/** What comes from elsewhere to who joins a room when the last one there leaves it, so long after. */
async function told(name, afterMs) {
  const [here, there] = [await server(CLIENTS[name]), await server(CLIENTS[name])];
  const [first, second] = [await member(there), await member(there)];
  first.socket.join('room');
  await sleep(500);
  here.io.to('room').emit('news', 1);
  await sleep(500);
  first.socket.leave('room');
  if (afterMs > 0) await sleep(afterMs);
  second.socket.join('room');
  for (const number of [2, 3, 4]) {
    await sleep(1000);
    here.io.to('room').emit('news', number);
  }
  await sleep(500);
  return { client: name, 'joins after ms': afterMs, 'the first heard': first.heard.join(' '), 'who joined heard': second.heard.join(' ') };
}

const rows = [];
for (const name of Object.keys(CLIENTS)) for (const afterMs of [0, 300]) rows.push(await told(name, afterMs));
console.table(rows);
assert.deepEqual(rows.map((row) => row['the first heard']), ['1', '1', '1', '1']);
assert.deepEqual(rows.map((row) => row['who joined heard']), ['', '2 3 4', '2 3 4', '2 3 4']);
process.exit(0);
JS
timeout 60 node show.mjs
