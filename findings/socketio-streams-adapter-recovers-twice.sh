#!/usr/bin/env bash
# Connection state recovery over @socket.io/redis-streams-adapter 0.3.1: a client that comes back is told that it has been recovered, which promises what it
# missed, once. The server reads that out of the stream up to its end, while the reader that hands every message to the members of the room is not there
# yet: what lies between comes again. The other way round, when that reader is ahead, a message is given to nobody and is lost. How many hangs on the rate
# (at 1,000 messages/s from 70 to 501 in twenty recoveries, and up to 51 lost); with the in-memory adapter of socket.io there are none of either.
# Seen with socket.io 4.8.4, redis 6.3.1, Redis 7.0.15, Node 20.20 on Linux x64. Needs redis-server on the PATH. Fails when nothing comes twice any more.
set -euo pipefail
command -v redis-server >/dev/null || { echo 'redis-server is not on the PATH' >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund socket.io@4.8.4 socket.io-client@4.8.4 redis@6.3.1 @socket.io/redis-streams-adapter@0.3.1
cat >show.mjs <<'JS'
import assert from 'node:assert';
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import { io as connect } from 'socket.io-client';

const RATE = 1000;
const RECOVERIES = 20;

async function server(redisPort) {
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  const options = { connectionStateRecovery: {} };
  if (redisPort !== undefined) {
    const client = createClient({ url: `redis://127.0.0.1:${redisPort}` });
    client.on('error', () => undefined);
    await client.connect();
    options.adapter = createAdapter(client);
  }
  const io = new Server(http, options);
  io.on('connection', (socket) => {
    if (!socket.recovered) socket.join('room');
  });
  return { io, url: `http://127.0.0.1:${http.address().port}` };
}

/** Sends numbers to the room until it is ended, and then says how many there were. */
function publish(io) {
  let sent = 0;
  const began = performance.now();
  const timer = setInterval(() => {
    const due = Math.min(((performance.now() - began) * RATE) / 1000, sent + 50);
    while (sent < due) io.to('room').emit('news', sent++);
  }, 2);
  return () => {
    clearInterval(timer);
    return sent;
  };
}

/** The same out of a process of its own, as from another server of the chat. */
async function publishFromElsewhere(redisPort) {
  const child = fork(process.argv[1], ['publisher', redisPort]);
  process.on('exit', () => child.kill('SIGKILL'));
  await once(child, 'message');
  return async () => {
    child.send('end');
    const [sent] = await once(child, 'message');
    return sent;
  };
}

async function told(adapter, redisPort) {
  const { io, url } = await server(redisPort);
  await sleep(500);
  const heard = [];
  let recovered = 0;
  const member = connect(url, { transports: ['websocket'], reconnectionDelay: 50, reconnectionDelayMax: 50 });
  member.on('news', (number) => heard.push(number));
  member.on('connect', () => (recovered += member.recovered ? 1 : 0));
  await once(member, 'connect');
  await sleep(300);
  const end = redisPort === undefined ? publish(io) : await publishFromElsewhere(redisPort);
  for (let round = 0; round < RECOVERIES; round++) {
    await sleep(150);
    member.io.engine.close();
    await once(member, 'connect', { signal: AbortSignal.timeout(10_000) });
  }
  const sent = await end();
  await sleep(2000);
  const distinct = new Set(heard);
  const expected = sent - Math.min(...heard);
  return { adapter, recovered, sent, heard: heard.length, 'come again': heard.length - distinct.size, 'never come': expected - distinct.size };
}

if (process.argv[2] === 'publisher') {
  const { io } = await server(Number(process.argv[3]));
  await sleep(500);
  const end = publish(io);
  process.send('publishing');
  process.once('message', () => process.send(end(), () => setTimeout(() => process.exit(0), 1000)));
  setTimeout(() => process.exit(1), 120_000).unref();
} else {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  const redis = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', process.cwd()], { stdio: 'ignore' });
  process.on('exit', () => redis.kill('SIGKILL'));
  await sleep(1000);
  const rows = [await told('in memory', undefined), await told('redis-streams-adapter', port)];
  console.table(rows);
  const [memory, streams] = rows;
  for (const row of rows) assert.equal(row.recovered, RECOVERIES);
  assert.deepEqual([memory['come again'], memory['never come']], [0, 0]);
  assert.ok(streams['come again'] > 0, 'nothing came twice');
  process.exit(0);
}
JS
timeout 150 node show.mjs
