import type { ChatServer } from '../chat/events.js';
import type { MessageContent } from '../chat/message.js';
import type { ActiveFaults } from './active.js';

/** How often a copy is sent at most. */
const MOST_TRIES = 4;

/** Sends copies at least once: again and again until a receipt has come. */
export interface ReceiptFault {
  /** @param copies messages of `roomId` in the content */
  send(socketId: string, content: MessageContent, roomId: string, copies: number): void;
  close(): void;
}

/**
 * `receipt`.
 * @param onRepeat told of the copies that are sent again
 * @returns undefined when it is off
 */
export function createReceiptFault(
  active: ActiveFaults,
  io: ChatServer,
  onRepeat: (copies: number) => void,
): ReceiptFault | undefined {
  const fault = active.get('receipt');
  if (fault === undefined) return undefined;
  const { tally, parameters } = fault;
  const timers = new Set<NodeJS.Timeout>();
  const { sockets } = io.of('/');

  const send = (socketId: string, content: MessageContent, onSilence: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      onSilence();
    }, parameters.durationMs);
    timers.add(timer);
    sockets.get(socketId)?.emit('message', content, () => {
      clearTimeout(timer);
      timers.delete(timer);
    });
  };

  const attempt = (socketId: string, content: MessageContent, roomId: string, copies: number, left: number): void => {
    send(socketId, content, () => {
      if (left === 0 || sockets.get(socketId) === undefined) return;
      for (let copy = 0; copy < copies; copy++) tally.inRoom(roomId);
      onRepeat(copies);
      attempt(socketId, content, roomId, copies, left - 1);
    });
  };

  return {
    send: (socketId, content, roomId, copies) => attempt(socketId, content, roomId, copies, MOST_TRIES - 1),
    close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
