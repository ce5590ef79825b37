#!/usr/bin/env bash
# socket.io 2.5.1 takes a client that says in its query that it speaks Engine.IO 4 (that of Socket.IO 3 and 4); socket.io 4.8.4 cuts one that says 3.
# Nothing tells such a client that the server is an older one, but for a CONNECT that it never asked for, without an id. What every client of
# Socket.IO 3 and later sends then, a CONNECT of its own (`40`), makes a second socket of the same id and runs the server's connection handler
# again. `disconnect` comes once: a server that counts who is there by connections and disconnects has one too many for ever, for each client.
# Seen with Node 20.20 on Linux x64. Fails when the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund socket.io-2@npm:socket.io@2.5.1 socket.io-4@npm:socket.io@4.8.4 ws@8.18.0
cat >show.cjs <<'JS'
const assert = require('node:assert');
const { createServer } = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');
const WebSocket = require('ws');

/** What a client of one version of Engine.IO gets from a server, and what the server counts. */
async function told(attach, version) {
  const http = createServer();
  const io = attach(http);
  const counts = { handlers: 0, messages: 0, ends: 0 };
  const sockets = new Set();
  const ids = new Set();
  io.on('connection', (socket) => {
    counts.handlers++;
    ids.add(socket.id);
    sockets.add(socket);
    socket.on('disconnect', () => counts.ends++);
    socket.on('say', () => counts.messages++);
  });
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  const client = new WebSocket(`ws://127.0.0.1:${http.address().port}/socket.io/?EIO=${version}&transport=websocket`);
  const heard = [];
  client.on('message', (packet) => heard.push(packet.toString().replace(/\{.*/, '{…}')));
  let isCut = false;
  client.on('error', () => undefined);
  client.on('close', () => (isCut = true));
  await sleep(500);
  for (const packet of ['40', '42["say"]']) {
    if (client.readyState === WebSocket.OPEN) client.send(packet);
    await sleep(300);
  }
  const outcome = { 'cut by the server': isCut, heard: heard.join(' ') };
  client.terminate();
  await sleep(300);
  io.close();
  return { ...outcome, ids: ids.size, sockets: sockets.size, ...counts };
}

(async () => {
  const two = (http) => require('socket.io-2')(http);
  const four = (http) => new (require('socket.io-4').Server)(http);
  const rows = {
    'socket.io 2.5.1, EIO=4': await told(two, 4),
    'socket.io 4.8.4, EIO=4': await told(four, 4),
    'socket.io 4.8.4, EIO=3': await told(four, 3),
  };
  console.table(rows);
  const [two4, four4, four3] = Object.values(rows);
  const once = { 'cut by the server': false, ids: 1, sockets: 1, handlers: 1, messages: 1, ends: 1 };
  assert.deepEqual(four3, { ...once, 'cut by the server': true, heard: '', ids: 0, sockets: 0, handlers: 0, messages: 0, ends: 0 });
  assert.deepEqual(four4, { ...once, heard: '0{…} 40{…}' });
  assert.deepEqual(two4, { ...once, heard: '0{…} 40', sockets: 2, handlers: 2 });
  process.exit(0);
})();
JS
timeout 60 node show.cjs
