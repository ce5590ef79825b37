#!/usr/bin/env bash
# Socket.IO on Bun's own WebSockets (@socket.io/bun-engine 0.1.2, Bun 1.4.5) keeps 16 MiB for a client that does not read. What is sent beyond that is dropped
# by Bun, which says so by what `send` returns, and the engine does not look: the client, which reads again, has a gap in the middle, its connection has
# never ended, and neither side is told. What is sent once it reads again comes as ever. With `closeOnBackpressureLimit` the connection ends instead.
# socket.io on Node keeps all of it.
# Seen with socket.io 4.8.4, Node 20.20 on Linux x64. Fails when the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts bun@1.4.5 @socket.io/bun-engine@0.1.2 socket.io@4.8.4 socket.io-client@4.8.4
cat >server.mjs <<'JS'
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const io = new Server();
io.on('connection', (socket) => {
  socket.on('send', (from, to, size) => {
    for (let number = from; number < to; number++) socket.emit('news', number, 'x'.repeat(size));
  });
});
if (process.argv[2] === 'node') {
  const http = createServer();
  io.attach(http);
  http.listen(0, '127.0.0.1', () => console.log(http.address().port));
} else {
  const { Server: Engine } = await import('@socket.io/bun-engine');
  const engine = new Engine({ path: '/socket.io/' });
  io.bind(engine);
  const { websocket, ...handler } = engine.handler();
  const closeOnBackpressureLimit = process.argv[2] === 'close';
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

async function told(server, program, mode) {
  const child = spawn(program, ['server.mjs', mode], { stdio: ['ignore', 'pipe', 'inherit'] });
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
  await told('Bun', BUN, 'keep'),
  await told('Bun, closeOnBackpressureLimit', BUN, 'close'),
];
console.table(rows);
const [node, keep, close] = rows;
assert.deepEqual([node['heard of 600 while slow'], node['of the 10 after'], node.connected], [600, 10, true]);
assert.ok(keep['heard of 600 while slow'] < 600);
assert.deepEqual([keep['of the 10 after'], keep.connected], [10, true]);
assert.equal(close.connected, false);
process.exit(0);
JS
timeout 60 node show.mjs
