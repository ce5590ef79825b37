import type { Wire, WireVariant } from '../wire.js';
import { encodeMessage } from '../ws/frame-writer.js';
import { askByPolling, probeEngineIo } from './endpoint-probe.js';
import { parserOf } from './parser/parsers.js';
import { encodeOpen, type OpenHandshake } from './packets.js';
import { SocketSession } from './socket-session.js';

/** What a peer within this process says of itself; its connections end before a heartbeat is due. */
const PEER: OpenHandshake = { sid: 'peer', pingIntervalMs: 25_000, pingTimeoutMs: 20_000, maxPayloadBytes: 1_000_000 };

/** Socket.IO 2 to 4 over WebSocket. What is not known of the server is taken for what is usual, until a session finds it out. */
export function socketIo(variant: WireVariant): Wire {
  const parser = parserOf(variant.parser ?? 'json');
  return {
    query: { EIO: String(variant.engine ?? 4), transport: 'websocket' },
    probe: probeEngineIo,
    secondOpinion: askByPolling,
    welcome: (namespace) => [encodeOpen(PEER), parser.encodeConnect(namespace, { sid: PEER.sid })],
    open: (options, handlers) => SocketSession.open(options, handlers, variant),
    encodeEvent: (namespace, name, args, ackId) => parser.encodeEvent(namespace, name, args, ackId),
    encodeAck: (namespace, ackId) => parser.encodeAck(namespace, ackId),
    ackId: parser.ackId,
    frame: encodeMessage,
    eventPattern: (namespace, name) => parser.eventPattern(namespace, name),
    readEvent: (bytes, start, end) => {
      const packet = parser.readPacket(bytes, start, end);
      return packet.type === 'event' || packet.type === 'illegal' ? packet : { type: 'other' };
    },
  };
}
