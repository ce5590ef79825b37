import { createServer } from 'node:http';
import { Server } from 'socket.io';

/** A chat written as plainly as can be on `socket.io`: what the practice server must not differ from on the wire. */
export interface ReferenceServer {
  readonly url: string;
  close(): Promise<void>;
}

interface RoomRequest {
  readonly roomId: string;
  readonly content?: string;
}

/** Any `token=good` or `username=…` may connect, and everybody is a member of every room but `elsewhere`. */
export async function startReferenceServer(): Promise<ReferenceServer> {
  const http = createServer();
  const io = new Server(http, { allowEIO3: true, maxHttpBufferSize: 1e8, pingInterval: 25_000, pingTimeout: 60_000 });
  io.use((socket, next) => {
    const { token, username } = socket.handshake.query;
    if (token === 'good' || (token === undefined && username !== undefined)) next();
    else next(new Error('Authentication error'));
  });
  io.on('connection', (socket) => {
    const sender = String(socket.handshake.query['username'] ?? 'alice');
    socket.on('join_room', (request: RoomRequest) => {
      void socket.join(request.roomId);
      socket.emit('joined_room', { roomId: request.roomId });
    });
    socket.on('send_message', ({ content, roomId }: RoomRequest) => {
      if (content === undefined) socket.emit('error', { message: 'roomId and content are required' });
      else if (roomId === 'elsewhere') socket.emit('error', { message: 'You are not a member of this chat room' });
      else {
        const timestamp = new Date().toISOString();
        io.to(roomId).emit('message', { type: 'message', roomId, sender, content, timestamp });
      }
    });
  });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  const address = http.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, close: () => io.close() };
}
