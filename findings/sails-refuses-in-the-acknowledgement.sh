#!/usr/bin/env bash
# Sails 1.5.18 with sails-hook-sockets 3.0.2: a Socket.IO client that does not say `__sails_io_sdk_version` in the query of its connection is let in,
# and then each of its requests is refused with status 400 in the acknowledgement, because it is taken for a client of Sails 0.9. No event
# says so and the connection stays: a client that asks for no acknowledgements sees a chat in which nothing ever happens.
# For a client that does say it, the broadcast of a message comes before the acknowledgement of that message, and before that of the join
# which was asked for first.
# Seen with Node 20.20 on Linux x64. Fails when the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund sails@1.5.18 sails-hook-sockets@3.0.2 socket.io-client@4.8.4
cat >show.cjs <<'JS'
const assert = require('node:assert');
const { createServer } = require('node:net');
const { setTimeout: sleep } = require('node:timers/promises');
const { io } = require('socket.io-client');
const { Sails } = require('sails');

const OFF = ['blueprints', 'csrf', 'grunt', 'i18n', 'orm', 'pubsub', 'session', 'userconfig', 'views'];
const app = new Sails();
const routes = {
  'POST /join': (request, response) => app.sockets.join(request, 'room', () => response.json({})),
  'POST /say': (request, response) => {
    app.sockets.broadcast('room', 'message', { text: request.param('text') });
    return response.json({});
  },
};

async function told(port, query) {
  const heard = [];
  const client = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], query });
  client.onAny((event) => heard.push(`event ${event}`));
  await new Promise((resolve) => client.once('connect', resolve));
  client.emit('post', { url: '/join', data: {}, headers: {} }, (answer) => heard.push(`join ${answer.statusCode ?? answer.status}`));
  client.emit('post', { url: '/say', data: { text: 'hello' }, headers: {} }, (answer) => heard.push(`say ${answer.statusCode ?? answer.status}`));
  await sleep(1000);
  heard.push(client.connected ? 'still connected' : 'cut');
  client.close();
  return heard.join(', ');
}

const finder = createServer().listen(0, '127.0.0.1', () => {
  const { port } = finder.address();
  finder.close(() =>
    app.lift(
      {
        port,
        explicitHost: '127.0.0.1',
        appPath: __dirname,
        hooks: { ...Object.fromEntries(OFF.map((hook) => [hook, false])), sockets: require('sails-hook-sockets') },
        log: { level: 'silent' },
        globals: false,
        routes,
      },
      async (error) => {
        if (error) throw error;
        const without = await told(port, {});
        const within = await told(port, { __sails_io_sdk_version: '1.2.1' });
        console.table({ without, within });
        assert.equal(without, 'join 400, say 400, still connected');
        assert.equal(within, 'event message, join 200, say 200, still connected');
        process.exit(0);
      },
    ),
  );
});
JS
timeout 60 node show.cjs 2>/dev/null
