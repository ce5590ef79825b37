import type { DialectSpec } from '../../core/dialect-spec.js';

/** A message of the sink begins like this, and then comes the number of its room. */
export const MESSAGE_HEAD = '42["m",{"r":';
/** A join is this and the number of the room. */
export const JOIN_HEAD = '42["j",';
export const JOINED = '42["j"]';

/** How the sink is spoken to: no accounts, rooms by their numbers, and everything comes back as it was sent. */
export const SINK_DIALECT: DialectSpec = {
  name: 'sink',
  description: 'The sink that the tester is calibrated with',
  http: {},
  socket: {
    path: '/socket.io/',
    query: {},
    namespace: '/',
    engine: 4,
    parser: 'json',
    cookies: false,
    recovery: false,
  },
  events: {
    join: { event: 'j', args: ['{{room.index}}'] },
    joined: { event: 'j' },
    send: { event: 'm', args: [{ r: '{{room.index}}', t: '{{message.text}}' }] },
    receive: { event: 'm' },
  },
  echo: true,
};
