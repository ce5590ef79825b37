import type { PacketParserName } from '../../core/dialect-spec.js';
import { encodeMessage } from '../ws/frame-writer.js';
import type { Wire } from '../wire.js';
import { probeEngineIo } from './endpoint-probe.js';
import { jsonParser } from './parser/json.js';
import { msgpackParser } from './parser/msgpack.js';
import type { PacketParser } from './parser/packet-parser.js';
import { SocketSession } from './socket-session.js';

/** How packets may be written. */
const PARSERS: Readonly<Record<PacketParserName, PacketParser>> = { json: jsonParser, msgpack: msgpackParser };

/** Socket.IO 5 on Engine.IO 4 (socket.io 3 and 4) over WebSocket. */
export function socketIo(parserName: PacketParserName): Wire {
  const parser = PARSERS[parserName];
  return {
    query: { EIO: '4', transport: 'websocket' },
    probe: probeEngineIo,
    open: (options, handlers) => SocketSession.open(options, handlers, parser),
    encodeEvent: (namespace, name, args, ackId) => parser.encodeEvent(namespace, name, args, ackId),
    encodeAck: (namespace, ackId) => parser.encodeAck(namespace, ackId),
    frame: encodeMessage,
    eventPattern: (namespace, name) => parser.eventPattern(namespace, name),
    readEvent: (bytes, start, end) => {
      const packet = parser.readPacket(bytes, start, end);
      return packet.type === 'event' || packet.type === 'illegal' ? packet : { type: 'other' };
    },
  };
}
