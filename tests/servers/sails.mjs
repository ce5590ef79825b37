// A chat of two Sails actions: node sails.mjs FOLDER
import { createServer } from 'node:net';
import { counts, take, tell } from './tell.mjs';

const sails = await take('sails');
const sockets = await take('sails-hook-sockets');
const OFF = ['blueprints', 'csrf', 'grunt', 'i18n', 'orm', 'pubsub', 'session', 'userconfig', 'views'];
const app = new sails.Sails();

const join = (request, response) => {
  const room = request.param('room');
  app.sockets.join(request, `room ${room}`, (error) =>
    error ? response.status(500).json({ message: String(error) }) : response.json({ room }),
  );
};
const message = (request, response) => {
  const [room, text] = [request.param('room'), request.param('text')];
  if (text.includes('forbidden')) {
    counts.refused++;
    return response.status(400).json({ message: 'this is not said here' });
  }
  counts.messages++;
  const members = app.io.sockets.adapter.rooms;
  // A Map from Socket.IO 3 on, an object before.
  const present = members.get?.(`room ${room}`) ?? members[`room ${room}`];
  counts.copies += present?.size ?? present?.length ?? 0;
  app.sockets.broadcast(`room ${room}`, 'message', { room, text });
  return response.json({ ok: true });
};

// Sails takes port 0 for none given.
const port = await new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = server.address();
    server.close(() => resolve(free));
  });
});

app.lift(
  {
    port,
    explicitHost: '127.0.0.1',
    appPath: process.argv[2],
    hooks: { ...Object.fromEntries(OFF.map((hook) => [hook, false])), sockets: sockets.default },
    log: { level: 'silent' },
    globals: false,
    routes: { 'POST /rooms/:room/join': join, 'POST /rooms/:room/messages': message },
  },
  (error) => {
    if (error) throw error;
    tell(port);
  },
);
