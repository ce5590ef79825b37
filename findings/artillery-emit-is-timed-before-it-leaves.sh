#!/usr/bin/env bash
# Artillery 2.0.34, engine socketio: `socketio.response_time` of an emit without `acknowledge` or `response` is the time that the call of emit took, in which
# nothing has left the process yet. A server that stands still for three seconds does not show in it, and one that has disconnected everybody neither: the
# messages go nowhere, and are emits without an error of users who completed.
# With a `response` that names its channel alone, an answer that comes at once counts as one that took the whole time-out, ten seconds: only an answer that
# is compared with `data` ends the wait.
# Seen with socket.io 4.8.4, Node 22.20 on Linux x64. Fails when the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --engine-strict=false artillery@2.0.34 socket.io@4.8.4
npm install --silent --no-audit --no-fund node@22.20.0
cat >show.mjs <<'JS'
import assert from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const USERS = 5;
const MESSAGES = 60;
const STALL_MS = 3000;

/** What Artillery says of a flow at a server that does `atMessage` with every message. */
async function told(name, flow, atMessage) {
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  const io = new Server(http);
  let got = 0;
  io.on('connection', (socket) => {
    socket.on('say', () => atMessage(++got, io, socket));
  });
  const script = {
    config: {
      target: `http://127.0.0.1:${http.address().port}`,
      phases: [{ duration: 1, arrivalCount: USERS }],
      socketio: { transports: ['websocket'] },
    },
    scenarios: [{ engine: 'socketio', flow }],
  };
  writeFileSync('script.json', JSON.stringify(script));
  const artillery = spawn(process.execPath, ['node_modules/artillery/bin/run', 'run', 'script.json', '--output', 'out.json'], {
    env: { ...process.env, ARTILLERY_DISABLE_TELEMETRY: 'true' },
    stdio: 'ignore',
    timeout: 90_000,
  });
  await once(artillery, 'exit');
  const { counters, summaries } = JSON.parse(readFileSync('out.json', 'utf8')).aggregate;
  io.disconnectSockets(true);
  http.close();
  const { p50, max } = summaries['socketio.response_time'];
  return {
    flow: name,
    emits: counters['socketio.emit'],
    'the server got': got,
    'response_time p50': p50,
    max,
    'users completed': counters['vusers.completed'],
    failed: counters['vusers.failed'],
    errors: Object.keys(counters).filter((key) => key.startsWith('errors.')).length,
  };
}

const say = { emit: { channel: 'say', data: 'hello' } };
const many = [{ loop: [say, { think: 0.05 }], count: MESSAGES }];
const rows = [
  await told(`emit, server stands still ${STALL_MS} ms`, many, (count) => {
    if (count !== 50) return;
    const until = performance.now() + STALL_MS;
    while (performance.now() < until);
  }),
  await told('emit, server disconnects all at message 50', many, (count, io) => {
    if (count === 50) io.disconnectSockets(true);
  }),
  await told('emit with a response of a channel, answered at once', [{ ...say, response: { channel: 'answer' } }], (_, __, socket) =>
    socket.emit('answer', 'yes'),
  ),
];
console.table(rows);
const [still, cut, answered] = rows;
for (const row of rows) assert.deepEqual([row['users completed'], row.failed, row.errors], [USERS, 0, 0]);
assert.equal(still.emits, USERS * MESSAGES);
assert.ok(still.max < STALL_MS / 2);
assert.equal(cut.emits, USERS * MESSAGES);
assert.ok(cut['the server got'] < USERS * MESSAGES);
assert.ok(answered['response_time p50'] > 9000);
process.exit(0);
JS
timeout 300 ./node_modules/.bin/node show.mjs
