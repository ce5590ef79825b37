/** What kinds of errors mean, in plain words; a kind that is not here is told by its class. */
const KINDS: Readonly<Record<string, string>> = {
  'generator.interrupted': 'the run was ended before this could be done',
  'generator.host-not-allowed': 'the connection would have gone to a host that was not allowed',
  'generator.fault': 'a fault of newyear-load itself',
  'generator.EMFILE': 'this process may open no more files and sockets',
  'generator.ENFILE': 'this machine may open no more files and sockets',
  'generator.ERR_WORKER_OUT_OF_MEMORY': 'a worker thread had no memory left',
  'generator.EADDRNOTAVAIL': 'this machine had no free ports left',
  'network.closed': 'the connection was gone, without a goodbye',
  'network.timeout': 'no answer in time',
  'network.unknown': 'something on the way failed that has no name',
  'network.ECONNREFUSED': 'nobody listened there',
  'network.ECONNRESET': 'the other side cut the connection',
  'network.EPIPE': 'the other side had closed the connection already',
  'protocol.answer-too-big': 'an answer larger than any that is kept',
  'protocol.illegal-frame': 'bytes that are no WebSocket frame',
  'protocol.illegal-packet': 'a packet that is not Socket.IO',
  'protocol.not-http': 'an answer that is not HTTP',
  'protocol.not-engine-io': 'an answer that is not Engine.IO',
  'protocol.not-websocket': 'the server would not speak WebSocket',
  'protocol.unsendable': 'the server gave something for a header that no header may hold',
  'protocol.over-budget': 'more was left unfinished than is kept for all connections; the largest was ended',
  'protocol.unexpected-answer': 'an answer without what the dialect reads, or with more than a chat’s holds',
  'protocol.unreadable': 'something that could not be read; its connection was ended',
  'server.batch-refused': 'the server refused one user of a batch',
  'server.closed': 'the server closed the connection',
  'server.closed-early': 'the server closed the connection before it was of use',
  'server.connect-refused': 'the server refused the Socket.IO connection',
  'server.disconnected': 'the server disconnected a user',
  'server.error-event': 'the server answered a message with an error',
  'server.join-refused': 'the server refused a user to join a room',
  'server.join-timeout': 'the server never confirmed a join',
  'server.no-members': 'a room had too few users left',
  'server.not-reading': 'the server did not take the answer to a heartbeat',
  'server.silent': 'the server sent no heartbeat any more',
};

const CLASSES: Readonly<Record<string, string>> = {
  generator: 'this machine ran out of something',
  network: 'something on the way failed',
  server: 'the server did not do what was asked',
  protocol: 'what came was not legal',
};

const HTTP = /^server\.http-(\d{3})$/;

/** A kind of error in plain words; empty for one that nobody knows. */
export function meaningOf(kind: string): string {
  const status = HTTP.exec(kind)?.[1];
  if (status !== undefined) return `the server answered a request with HTTP ${status}`;
  if (Object.hasOwn(KINDS, kind)) return KINDS[kind] ?? '';
  const name = kind.slice(0, Math.max(0, kind.indexOf('.')));
  return Object.hasOwn(CLASSES, name) ? (CLASSES[name] ?? '') : '';
}
