import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { describe, it } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { Server } from 'socket.io';
import { startRun } from '#dist/engine/main/run.js';
import { contradictions, planFor } from '../helpers/run/engine-run.js';
import { inProcess } from '../helpers/run/in-process-worker.js';
import { portOf } from '../helpers/wire/listen.js';
import { dialectFile } from '../helpers/wire/plain-chat.js';
import { certificateOf, secureServer } from '../helpers/wire/secure-chat.js';

describe('A run in TLS', () => {
  it('names the target as the user did, in SNI, in Host and to its certificate, over HTTP and over WebSocket', async (test) => {
    const hosts = { http: new Set<string>(), webSocket: new Set<string>() };
    const serverNames = new Set<unknown>();
    const http = secureServer('name', (request, response) => {
      hosts.http.add(request.headers.host ?? '');
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"token":"t"}');
    });
    http.on('secureConnection', (socket: TLSSocket) => serverNames.add(Reflect.get(socket, 'servername')));
    http.on('upgrade', (request: IncomingMessage) => hosts.webSocket.add(request.headers.host ?? ''));
    const io = new Server(http);
    test.after(() => io.close());
    io.on('connection', (socket) => socket.on('say', (text: string) => io.emit('said', text)));
    const dialect = await dialectFile(test, {
      http: { login: { path: '/login', capture: { token: 'token' } } },
      events: { send: 'say', receive: 'said' },
    });
    const host = `localhost:${await portOf(http)}`;
    const flags = { dialect, rooms: undefined, roomSize: undefined, users: '4', rate: '50', duration: '400ms' };
    const plan = await planFor(`https://${host}`, flags);
    const certificates = [certificateOf('authority')];
    const outcome = await startRun(plan, { certificates, startWorker: inProcess() }).outcome;
    assert.deepEqual(contradictions(outcome), []);
    assert.deepEqual(outcome.errors, {});
    assert.deepEqual([outcome.deliveries.received, outcome.deliveries.lost], [20 * 4, 0]);
    assert.deepEqual([[...hosts.http], [...hosts.webSocket], [...serverNames]], [[host], [host], ['localhost']]);
    assert.equal(outcome.address, `https://${host.replace('localhost', '127.0.0.1')}`);
  });
});
