#!/usr/bin/env bash
# A volatile event of socket.io 4.8.4 is said to be dropped when a client is not ready, as over a slow network. On Node a client is not ready either for the rest
# of the turn of the event loop in which anything else was sent to it: of a volatile event that comes right after an acknowledgement, an ordinary event or
# another volatile one, not a single one arrives, on loopback, at readers who wait for nothing else. A chat that acknowledges a message and then sends
# it volatile never sends it to its sender; one that sends `typing` with it loses it for everybody.
# On uWebSockets.js and on Bun's engine all of them arrive: there, a volatile event is like any other.
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
  socket.on('alone', (done) => {
    socket.volatile.emit('news', 'alone');
    setTimeout(done, 5);
  });
  socket.on('acknowledged', (done) => {
    done();
    socket.volatile.emit('news', 'acknowledged');
  });
  socket.on('event', (done) => {
    socket.emit('typing');
    socket.volatile.emit('news', 'event');
    setTimeout(done, 5);
  });
  socket.on('volatile', (done) => {
    socket.volatile.emit('typing');
    socket.volatile.emit('news', 'volatile');
    setTimeout(done, 5);
  });
});
const [, , kind] = process.argv;
if (kind === 'uws') {
  const { default: uws } = await import('@trufflesuite/uws-js-unofficial');
  const app = uws.App();
  io.attachApp(app);
  app.listen('127.0.0.1', 0, (listening) => console.log(uws.us_socket_local_port(listening)));
} else if (kind === 'node') {
  const http = createServer();
  io.attach(http);
  http.listen(0, '127.0.0.1', () => console.log(http.address().port));
} else {
  const { Server: Engine } = await import('@socket.io/bun-engine');
  const engine = new Engine({ path: '/socket.io/' });
  io.bind(engine);
  console.log(Bun.serve({ ...engine.handler(), port: 0, hostname: '127.0.0.1' }).port);
}
setTimeout(() => process.exit(1), 30_000);
JS
cat >show.mjs <<'JS'
import assert from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { io as connect } from 'socket.io-client';

const TIMES = 100;
const CASES = { alone: 'alone', 'after an acknowledgement': 'acknowledged', 'after an event': 'event', 'after a volatile one': 'volatile' };

async function told(server, program, kind) {
  const child = spawn(program, ['server.mjs', kind], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  const member = connect(`http://127.0.0.1:${String(line).trim()}`, { transports: ['websocket'] });
  const heard = Object.fromEntries(Object.values(CASES).map((name) => [name, 0]));
  member.on('news', (name) => heard[name]++);
  await once(member, 'connect');
  await sleep(100);
  for (const name of Object.values(CASES)) {
    for (let time = 0; time < TIMES; time++) {
      await member.emitWithAck(name);
      await sleep(2);
    }
  }
  await sleep(200);
  member.close();
  child.kill();
  await once(child, 'exit');
  return { server, ...Object.fromEntries(Object.entries(CASES).map(([title, name]) => [title, heard[name]])) };
}

const rows = [
  await told('Node', process.execPath, 'node'),
  await told('uWebSockets.js', process.execPath, 'uws'),
  await told('Bun', 'node_modules/@oven/bun-linux-x64/bin/bun', 'bun'),
];
console.log(`volatile events that came, of ${TIMES} each:`);
console.table(rows);
const [node, ...others] = rows.map(({ server, ...counts }) => Object.values(counts));
assert.deepEqual(node, [TIMES, 0, 0, 0]);
for (const counts of others) assert.deepEqual(counts, [TIMES, TIMES, TIMES, TIMES]);
process.exit(0);
JS
timeout 60 node show.mjs
