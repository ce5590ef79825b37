#!/usr/bin/env bash
# Midway 3.20 (@midwayjs/socketio 3.20.23): what a handler returns goes to everybody by @WSBroadCast, or back to the sender by @WSEmit. As soon as the
# client asks for an acknowledgement, it gets the value by that, and the event is not sent: one and the same message of a chat reaches nobody because its
# sender wanted to know that it has arrived. A handler that throws is answered by neither.
# Seen with Node 20.20 on Linux x64. Fails when the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @midwayjs/core@3.20.24 @midwayjs/bootstrap@3.20.24 @midwayjs/logger@3.4.2 \
  @midwayjs/socketio@3.20.23 socket.io-client@4.8.4
cat >show.cjs <<'JS'
const assert = require('node:assert');
const { once } = require('node:events');
const { createServer } = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');
const { Bootstrap } = require('@midwayjs/bootstrap');
const { Configuration, OnWSMessage, WSBroadCast, WSController, WSEmit } = require('@midwayjs/core');
const { io } = require('socket.io-client');

class Chat {
  toAll(text) {
    return ['news', text];
  }
  toSender(text) {
    return text;
  }
  refusal() {
    throw new Error('no');
  }
}
for (const [handler, answer] of [['toAll', WSBroadCast('news')], ['toSender', WSEmit('news')], ['refusal', WSEmit('news')]]) {
  const descriptor = Object.getOwnPropertyDescriptor(Chat.prototype, handler);
  OnWSMessage(handler)(Chat.prototype, handler, descriptor);
  answer(Chat.prototype, handler, descriptor);
}
WSController('/')(Chat);

/** An application that listens at `port`. */
function applicationAt(port) {
  class Application {}
  const midwayLogger = { default: { level: 'none', enableConsole: false, enableFile: false, enableError: false } };
  const settings = { keys: 'a key for cookies', socketIO: { port }, midwayLogger };
  Configuration({ imports: [require('@midwayjs/socketio')], importConfigs: [{ default: settings }] })(Application);
  return { Configuration: Application };
}

(async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await Bootstrap.configure({ imports: [applicationAt(port)], preloadModules: [Chat], moduleDetector: false }).run();
  const events = [];
  const clients = [];
  for (const name of ['sender', 'other']) {
    const client = io(`http://127.0.0.1:${port}`, { transports: ['websocket'] });
    client.onAny(() => events.push(name));
    await once(client, 'connect');
    clients.push(client);
  }
  const [sender] = clients;
  const rows = [];
  for (const handler of ['toAll', 'toSender', 'refusal']) {
    for (const isAsked of [false, true]) {
      events.length = 0;
      let acknowledgement = 'never';
      sender.emit(handler, 'hello', ...(isAsked ? [(value) => (acknowledgement = JSON.stringify(value))] : []));
      await sleep(1000);
      rows.push({ handler, 'asks for an acknowledgement': isAsked, acknowledgement, 'event came to': events.join(', ') || 'nobody' });
    }
  }
  console.table(rows);
  assert.deepEqual(rows.map((row) => row['event came to']), ['sender, other', 'nobody', 'sender', 'nobody', 'nobody', 'nobody']);
  assert.deepEqual(rows.map(({ acknowledgement }) => acknowledgement), ['never', '["news","hello"]', 'never', '"hello"', 'never', 'never']);
  process.exit(0);
})();
JS
timeout 60 node show.cjs
