import type { FoundVariant } from '../../wire/wire.js';
import type { WorkerServices } from './services.js';

const SPEAKS_SOCKET_IO_2 =
  'The server speaks Socket.IO 2 (Engine.IO 3), and is spoken to in it; socket.engine: 3 in the dialect says so from the start.';
const NO_AUTH_IN_SOCKET_IO_2 =
  'socket.auth of the dialect is not sent, since Socket.IO 2 has no payload of CONNECT; its clients put credentials into socket.query.';
const SPEAKS_MSGPACK =
  'The server writes packets in MessagePack, and so does the run; socket.parser: msgpack in the dialect says so from the start.';

/** The first connection shows how the server's events travel, where the dialect does not state it; what is unusual is worth a sentence. */
export function learnWire({ dialect, notice }: WorkerServices, found: FoundVariant): void {
  if (dialect.isWireKnown) return;
  dialect.learnWire(found);
  const { engine, parser, auth } = dialect.spec.socket;
  if (found.engine === 3 && engine === undefined) notice(SPEAKS_SOCKET_IO_2);
  if (found.engine === 3 && auth !== undefined) notice(NO_AUTH_IN_SOCKET_IO_2);
  if (found.parser === 'msgpack' && parser === undefined) notice(SPEAKS_MSGPACK);
}
