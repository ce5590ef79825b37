#!/usr/bin/env bash
# @socket.io/postgres-adapter 0.5.0 publishes each broadcast by a query of its own on the pool that it was given, ten connections unless told otherwise,
# and hands it to the members at the same server when that query has ended. Queries on ten connections end in any order, and so messages that one
# server sends to one room one after the other come out of order: at other servers, and at the members of that very server, too.
# With the in-memory adapter, and with @socket.io/redis-adapter 8.3.0, they come in order.
# Seen with socket.io 4.8.4, pg 8.23.1, PostgreSQL 15, Node 20.20 on Linux x64. Needs PostgreSQL's programs (Debian's postgresql). Fails when the
# behaviour has changed.
set -euo pipefail
bin=$(dirname "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | tail -1 || command -v initdb)")
[ -x "$bin/initdb" ] || { echo 'PostgreSQL is not here' >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund socket.io@4.8.4 socket.io-client@4.8.4 pg@8.23.1 @socket.io/postgres-adapter@0.5.0
mkdir data && chmod 755 "$folder"
# PostgreSQL does not run as root.
as=()
if [ "$(id -u)" = 0 ]; then
  as=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
  chown nobody:nogroup data
fi
"${as[@]}" "$bin/initdb" -D data -A trust -U me >/dev/null
port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
"${as[@]}" "$bin/postgres" -D data -p "$port" -k "$folder/data" -c listen_addresses=127.0.0.1 >postgres.log 2>&1 &
postgres=$!
trap 'kill -INT "$postgres" 2>/dev/null; wait "$postgres" 2>/dev/null; rm -rf "$folder"' EXIT
for _ in $(seq 50); do "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" && break; sleep 0.2; done
cat >show.mjs <<'JS'
import assert from 'node:assert';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdapter } from '@socket.io/postgres-adapter';
import pg from 'pg';
import { Server } from 'socket.io';
import { io as connect } from 'socket.io-client';

const MESSAGES = 100;

/** A server with one member of the room, and what that has heard. */
async function server() {
  const pool = new pg.Pool({ host: '127.0.0.1', port: Number(process.argv[2]), user: 'me', database: 'postgres' });
  await pool.query(
    'CREATE TABLE IF NOT EXISTS socket_io_attachments (id bigserial UNIQUE, created_at timestamptz DEFAULT NOW(), payload bytea)',
  );
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  const io = new Server(http, { adapter: createAdapter(pool) });
  io.on('connection', (socket) => socket.join('room'));
  const heard = [];
  const member = connect(`http://127.0.0.1:${http.address().port}`, { transports: ['websocket'] });
  member.on('news', (number) => heard.push(number));
  await once(member, 'connect');
  return { io, heard };
}

const [here, there] = [await server(), await server()];
await sleep(1000);
for (let number = 0; number < MESSAGES; number++) here.io.to('room').emit('news', number);
for (let waited = 0; waited < 50 && there.heard.length < MESSAGES; waited++) await sleep(100);
const isOutOfOrder = (number, index, all) => index > 0 && number < all[index - 1];
const rows = [
  ['same server', here.heard],
  ['other server', there.heard],
].map(([member, heard]) => ({ member, heard: heard.length, 'out of order': heard.filter(isOutOfOrder).length }));
console.table(rows);
for (const row of rows) {
  assert.equal(row.heard, MESSAGES);
  assert.ok(row['out of order'] > 0);
}
process.exit(0);
JS
node show.mjs "$port"
