import type { ChatSocket } from '../chat/events.js';
import type { MessagePayload } from '../chat/message.js';
import type { ActiveFaults } from './active.js';

/** `replay`: whoever joins a room is sent its latest messages. */
export interface Replays {
  /** A message has been handed to the sockets of its room. */
  noteDelivered(payload: MessagePayload): void;
  /** A socket has joined a room. */
  onJoined(socket: ChatSocket, roomId: string): void;
}

/** @param onReplay called for every copy that is sent again */
export function createReplays(active: ActiveFaults, onReplay: () => void): Replays {
  const fault = active.get('replay');
  if (fault === undefined) return { noteDelivered: () => undefined, onJoined: () => undefined };
  const latest = new Map<string, MessagePayload[]>();
  return {
    noteDelivered(payload) {
      const messages = latest.get(payload.roomId) ?? [];
      latest.set(payload.roomId, messages);
      messages.push(payload);
      if (messages.length > fault.parameters.messages) messages.shift();
    },
    onJoined(socket, roomId) {
      for (const payload of latest.get(roomId) ?? []) {
        fault.tally.inRoom(roomId);
        onReplay();
        socket.emit('message', payload);
      }
    },
  };
}
