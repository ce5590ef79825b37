#!/usr/bin/env bash
# A connection from an address that was named (`localAddress`) takes its port when the address is bound, before the target is known: in Node 22.20.0 a
# port of that address carries one connection in all, where without `localAddress` it carries one to each target. With a range of 60 ports, 60
# connections to one server leave none for another. The error says `connect EADDRINUSE` with the address and port of the server, which has nothing
# to do with it.
# Seen on Linux 6.18 x64. Needs a network namespace of its own (unshare -rn), in which the range of ports is small. Fails when the behaviour has changed.
set -euo pipefail
unshare -rn true 2>/dev/null || { echo 'no network namespace can be made here' >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node@22.20.0
cat >show.mjs <<'JS'
import assert from 'node:assert';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const PORTS = 60;

async function listen(port) {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return port;
}

/** How many connections to a server can be opened, and why the next cannot. */
async function opened(port, options) {
  let count = 0;
  for (; count < PORTS; count++) {
    const socket = connect({ host: '127.0.0.1', port, ...options });
    try {
      await once(socket, 'connect');
    } catch (error) {
      return { count, why: error.message };
    }
  }
  return { count, why: '' };
}

const [first, second] = [await listen(5001), await listen(5002)];
const rows = [];
for (const options of [{}, { localAddress: '127.0.0.2' }]) {
  const [one, other] = [await opened(first, options), await opened(second, options)];
  rows.push({ options: JSON.stringify(options), 'to one server': one.count, 'then to another': other.count, 'the next': other.why });
}
console.log(process.version);
console.table(rows);
const [free, bound] = rows;
assert.deepEqual([free['to one server'], free['then to another']], [PORTS, PORTS]);
assert.deepEqual([bound['to one server'], bound['then to another']], [PORTS, 0]);
assert.equal(bound['the next'], 'connect EADDRINUSE 127.0.0.1:5002');
process.exit(0);
JS
unshare -rn sh -c 'ip link set lo up && echo 40000 40059 >/proc/sys/net/ipv4/ip_local_port_range && exec ./node_modules/.bin/node show.mjs'
