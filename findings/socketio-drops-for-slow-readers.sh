#!/usr/bin/env bash
# Socket.IO 4.8.4 on uWebSockets.js (`attachApp`) and on Bun's own WebSockets (@socket.io/bun-engine 0.1.2, Bun 1.4.5) keeps so much for a client that does not
# read: 64 KiB and 16 MiB, beside what the kernel takes. What is sent beyond that is dropped, which `send` tells by what it returns, and the engine does not look.
# The client, which reads again, has a gap in the middle, its connection has never ended, and neither side is told. What is sent once it reads again comes as ever.
# `maxBackpressure` of `attachApp` moves the bound; with `closeOnBackpressureLimit` Bun ends the connection instead. socket.io on Node's own servers keeps all of it.
# uWebSockets.js is not on npm; seen with @trufflesuite/uws-js-unofficial 20.30.0, which is that. Its version 20.57 has the same default.
# Seen with Node 20.20 on Linux x64. Fails when the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts bun@1.4.5 @socket.io/bun-engine@0.1.2 @trufflesuite/uws-js-unofficial@20.30.0-unofficial.0 \
  socket.io@4.8.4 socket.io-client@4.8.4
cat >server.mjs <<'JS'
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const io = new Server();
io.on('connection', (socket) => {
  socket.on('send', (from, to, size) => {
    for (let number = from; number < to; number++) socket.emit('news', number, 'x'.repeat(size));
  });
});
const [, , kind, bound] = process.argv;
if (kind === 'uws') {
  const { default: uws } = await import('@trufflesuite/uws-js-unofficial');
  const app = uws.App();
  io.attachApp(app, bound === undefined ? {} : { maxBackpressure: Number(bound) });
  app.listen('127.0.0.1', 0, (listening) => console.log(uws.us_socket_local_port(listening)));
} else if (kind === 'node') {
  const http = createServer();
  io.attach(http);
  http.listen(0, '127.0.0.1', () => console.log(http.address().port));
} else {
  const { Server: Engine } = await import('@socket.io/bun-engine');
  const engine = new Engine({ path: '/socket.io/' });
  io.bind(engine);
  const { websocket, ...handler } = engine.handler();
  const closeOnBackpressureLimit = kind === 'close';
  console.log(Bun.serve({ ...handler, port: 0, hostname: '127.0.0.1', websocket: { ...websocket, closeOnBackpressureLimit } }).port);
}
setTimeout(() => process.exit(1), 30_000);
JS
cat >show.mjs <<'JS'
import assert from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { io as connect } from 'socket.io-client';

const BUN = 'node_modules/@oven/bun-linux-x64/bin/bun';
const [MESSAGES, SIZE] = [600, 65_536];

async function told(server, program, ...mode) {
  const child = spawn(program, ['server.mjs', ...mode], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  const member = connect(`http://127.0.0.1:${String(line).trim()}`, { transports: ['websocket'], reconnection: false });
  const heard = new Set();
  member.on('news', (number) => heard.add(number));
  await once(member, 'connect');
  const socket = member.io.engine.transport.ws._socket;
  member.emit('send', 0, MESSAGES, SIZE);
  await sleep(20);
  socket.pause();
  await sleep(1500);
  socket.resume();
  await sleep(2000);
  member.emit('send', MESSAGES, MESSAGES + 10, 10);
  await sleep(500);
  const before = [...heard].filter((number) => number < MESSAGES).length;
  const row = { server, 'heard of 600 while slow': before, 'of the 10 after': heard.size - before, connected: member.connected };
  member.close();
  child.kill();
  await once(child, 'exit');
  return row;
}

const rows = [
  await told('Node', process.execPath, 'node'),
  await told('uWebSockets.js', process.execPath, 'uws'),
  await told('uWebSockets.js, maxBackpressure 64 MiB', process.execPath, 'uws', 67_108_864),
  await told('Bun', BUN, 'keep'),
  await told('Bun, closeOnBackpressureLimit', BUN, 'close'),
];
console.table(rows);
const [node, uws, larger, bun, close] = rows;
for (const keeps of [node, larger]) assert.equal(keeps['heard of 600 while slow'], 600);
assert.ok(uws['heard of 600 while slow'] < bun['heard of 600 while slow'] && bun['heard of 600 while slow'] < 600);
for (const row of [node, uws, larger, bun]) assert.deepEqual([row['of the 10 after'], row.connected], [10, true]);
assert.equal(close.connected, false);
process.exit(0);
JS
timeout 60 node show.mjs
