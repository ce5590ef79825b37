import type { ChatServer } from '../chat/events.js';
import type { MessageContent } from '../chat/message.js';
import type { ActiveFaults } from './active.js';

/** How long the server keeps the state of a connection that was cut: longer than any run. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** What a server of Socket.IO is made with to take cut connections up again. */
export const RECOVERY_OPTIONS = { connectionStateRecovery: { maxDisconnectionDuration: KEPT_MS } };

/**
 * Counts what `recover` does: copies that connections which were cut had missed, and are sent when they are taken up again.
 * @param io made with {@link RECOVERY_OPTIONS} when the fault is on
 * @param onCopies called with how many copies are sent
 */
export function watchRecoveries(active: ActiveFaults, io: ChatServer, onCopies: (copies: number) => void): void {
  const recover = active.get('recover');
  if (recover === undefined) return;
  const { adapter } = io.of('/');
  const restore = adapter.restoreSession.bind(adapter);
  adapter.restoreSession = async (pid, offset) => {
    const session = await restore(pid, offset);
    // What is sent again are the events as they were, each with its offset behind its arguments.
    for (const [event, content] of (session as typeof session | null)?.missedPackets ?? []) {
      if (event !== 'message') continue;
      const payloads = [content as MessageContent].flat();
      onCopies(payloads.length);
      for (const { roomId } of payloads) recover.tally.inRoom(roomId);
    }
    return session;
  };
}
