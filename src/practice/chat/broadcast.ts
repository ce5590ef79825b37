import type { CopyFaults } from '../faults/copies.js';
import type { TruthCounters } from '../truth.js';
import type { ChatServer } from './events.js';
import type { ChatMessage } from './message.js';

/**
 * Hands a message to every socket in its room. It is encoded once, however many receive it; single receivers are
 * looked at only under a fault of copies.
 * @param copyFaults undefined when no such fault is on
 */
export function createBroadcast(
  io: ChatServer,
  counters: TruthCounters,
  copyFaults: CopyFaults | undefined,
): (message: ChatMessage) => void {
  const { rooms } = io.of('/').adapter;
  return ({ payload, senderSocketId }) => {
    counters.messagesBroadcast++;
    const receivers = rooms.get(payload.roomId);
    if (receivers === undefined) return;
    if (copyFaults === undefined) {
      counters.copiesDelivered += receivers.size;
      io.to(payload.roomId).emit('message', payload);
      return;
    }
    const { withheld, repeated } = copyFaults(payload.roomId, receivers, senderSocketId);
    counters.copiesDelivered += receivers.size - withheld.length + repeated.length;
    io.to(payload.roomId)
      .except([...withheld])
      .emit('message', payload);
    for (const socketId of repeated) io.to(socketId).emit('message', payload);
  };
}
