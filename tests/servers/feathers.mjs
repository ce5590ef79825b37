// A chat of Feathers services, where everybody who has logged in hears everything: node feathers.mjs FOLDER
import { counts, take, tell } from './tell.mjs';

const { feathers, default: made } = await take('@feathersjs/feathers');
const express = await take('@feathersjs/express');
const { default: socketio } = await take('@feathersjs/socketio');
const { AuthenticationService, JWTStrategy, authenticate } = await take('@feathersjs/authentication');
const { LocalStrategy, hooks } = await take('@feathersjs/authentication-local');
const memory = await take(process.argv[2].endsWith('4') ? 'feathers-memory' : '@feathersjs/memory');

const app = express.default((feathers ?? made)());
app.set('authentication', {
  secret: 'only for tests',
  entity: 'user',
  service: 'users',
  authStrategies: ['jwt', 'local'],
  local: { usernameField: 'email', passwordField: 'password' },
  jwtOptions: { audience: 'https://chat.example', issuer: 'chat', algorithm: 'HS256', expiresIn: '1d' },
});
app.use(express.json());
app.configure(express.rest());
app.configure(socketio());

const authentication = new AuthenticationService(app);
authentication.register('jwt', new JWTStrategy());
authentication.register('local', new LocalStrategy());
app.use('/authentication', authentication);
const store = () => (memory.memory ?? memory.default)({});
app.use('/users', store());
app.use('/messages', store());
const hash = hooks.hashPassword('password', { strength: 4 });
app.service('users').hooks({ before: { create: [hash] }, after: { all: [hooks.protect('password')] } });

const isSayable = async (context) => {
  if (context.data.text.includes('forbidden')) {
    counts.refused++;
    throw new Error('this is not said here');
  }
  counts.messages++;
  counts.copies += app.channel('authenticated').length;
  return context;
};
app.service('messages').hooks({ before: { create: [authenticate('jwt'), isSayable] } });
app.on('login', (_result, { connection }) => {
  if (connection !== undefined) app.channel('authenticated').join(connection);
});
app.publish(() => app.channel('authenticated'));
app.use(express.errorHandler({ logger: false }));

const server = await app.listen(0, '127.0.0.1');
if (server.address() === null) await new Promise((resolve) => server.once('listening', resolve));
tell(server.address().port);
