import { encodeFrame, OPCODE } from '../ws/frame-writer.js';
import type { Wire } from '../wire.js';
import { probeEngineIo } from './endpoint-probe.js';
import { encodeEvent, eventPrefix, readPacket } from './packets.js';
import { SocketSession } from './socket-session.js';

/** Socket.IO 5 on Engine.IO 4 (socket.io 3 and 4), JSON as text over WebSocket. */
export const socketIo: Wire = {
  query: { EIO: '4', transport: 'websocket' },
  probe: probeEngineIo,
  open: (options, handlers) => SocketSession.open(options, handlers),
  encodeEvent,
  frame: (packet) => encodeFrame(OPCODE.text, packet),
  eventPrefix,
  readEvent: (bytes, start, end) => {
    const packet = readPacket(bytes, start, end);
    return packet.type === 'event' || packet.type === 'illegal' ? packet : { type: 'other' };
  },
};
