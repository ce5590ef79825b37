// A chat as a NestJS gateway: node nestjs.mjs FOLDER
import { counts, take, tell } from './tell.mjs';

await take('reflect-metadata');
const { Module } = await take('@nestjs/common');
const { NestFactory } = await take('@nestjs/core');
const { ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway, WebSocketServer, WsException } =
  await take('@nestjs/websockets');

class ChatGateway {
  join({ room }, socket) {
    socket.join(room);
    return { room };
  }

  message({ room, text }) {
    if (!text || text.includes('forbidden')) {
      counts.refused++;
      throw new WsException('this is not said here');
    }
    counts.messages++;
    counts.copies += this.server.sockets.adapter.rooms.get(room)?.size ?? 0;
    this.server.to(room).emit('message', { room, text });
    return { ok: true };
  }
}
WebSocketServer()(ChatGateway.prototype, 'server');
for (const name of ['join', 'message']) {
  MessageBody()(ChatGateway.prototype, name, 0);
  ConnectedSocket()(ChatGateway.prototype, name, 1);
  SubscribeMessage(name)(ChatGateway.prototype, name, Object.getOwnPropertyDescriptor(ChatGateway.prototype, name));
}
WebSocketGateway()(ChatGateway);

function ChatModule() {
  this.gateways = [ChatGateway.name];
}
Module({ providers: [ChatGateway] })(ChatModule);

const app = await NestFactory.create(ChatModule, { logger: false });
await app.listen(0, '127.0.0.1');
tell(app.getHttpServer().address().port);
