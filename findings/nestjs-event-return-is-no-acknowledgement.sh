#!/usr/bin/env bash
# NestJS 12.5.1 (WebSocket gateways on Socket.IO, @nestjs/platform-socket.io 12.1.1): a client that emits with an acknowledgement gets one when the
# handler returns a plain value. A handler that returns { event, data } sends that event and never acknowledges, and a WsException is the event
# `exception` and never acknowledged either: a client that waits for the callback waits for ever, in both cases without an error. The exception
# repeats the whole request in `cause`, so that whoever looks for a text in what comes back finds the text of a message that was refused.
# Seen with Node 20.20 on Linux x64. Fails when the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --engine-strict=false @nestjs/common@12.5.1 @nestjs/core@12.5.1 @nestjs/platform-express@12.5.1 \
  @nestjs/platform-socket.io@12.1.1 @nestjs/websockets@12.1.1 reflect-metadata@0.2.2 rxjs@7.8.2 socket.io-client@4.8.4
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SubscribeMessage, WebSocketGateway, WsException } from '@nestjs/websockets';
import { io } from 'socket.io-client';

class Gateway {
  value() {
    return { ok: true };
  }
  event() {
    return { event: 'answer', data: { ok: true } };
  }
  refusal() {
    throw new WsException('no');
  }
}
for (const name of ['value', 'event', 'refusal'])
  SubscribeMessage(name)(Gateway.prototype, name, Object.getOwnPropertyDescriptor(Gateway.prototype, name));
WebSocketGateway()(Gateway);
function Chat() {}
Module({ providers: [Gateway] })(Chat);

const app = await NestFactory.create(Chat, { logger: false });
await app.listen(0, '127.0.0.1');
const client = io(`http://127.0.0.1:${app.getHttpServer().address().port}`, { transports: ['websocket'] });
const events = [];
client.onAny((event, data) => events.push({ event, data }));
const rows = [];
for (const handler of ['value', 'event', 'refusal']) {
  events.length = 0;
  let acknowledgement = 'never';
  client.emit(handler, { text: 'hello' }, (answer) => (acknowledgement = JSON.stringify(answer)));
  await sleep(1500);
  rows.push({ handler, acknowledgement, events: JSON.stringify(events) });
}
console.table(rows);
assert.deepEqual(rows.map(({ acknowledgement }) => acknowledgement), ['{"ok":true}', 'never', 'never']);
assert.match(rows[1].events, /"event":"answer"/);
assert.match(rows[2].events, /"event":"exception".*"cause".*hello/);
client.close();
await app.close();
JS
node show.mjs
