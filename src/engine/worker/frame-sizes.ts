import type { OversizedFrame } from '../messages.js';
import type { WorkerContext } from './context.js';
import type { VirtualUser } from './virtual-user.js';

/** Of each room the longest text is measured with the data of so many members at most. */
const MOST_MEMBERS = 20;

/**
 * The largest message of the flood, where a server has said that it takes none so large: a server that gets one closes the
 * connection.
 * @returns null where all fit, or nothing is said
 */
export function oversizedFrame({ users, rooms, dialect, codec, texts }: WorkerContext): OversizedFrame | null {
  const maxPayloadBytes = leastPayloadOf(users);
  const [longest] = texts.toSorted((one, other) => Buffer.byteLength(other) - Buffer.byteLength(one));
  if (maxPayloadBytes === undefined || longest === undefined) return null;
  let frameBytes = 0;
  for (const room of rooms) {
    for (const { user } of room.members.slice(0, dialect.sendsUserData ? MOST_MEMBERS : 1)) {
      const { bytes, payloadAt } = dialect.messageTemplate(user.chat, room.chat, longest, codec);
      frameBytes = Math.max(frameBytes, bytes.length - payloadAt);
    }
  }
  return frameBytes > maxPayloadBytes ? { frameBytes, maxPayloadBytes } : null;
}

function leastPayloadOf(users: readonly VirtualUser[]): number | undefined {
  let least: number | undefined;
  for (const { maxPayloadBytes } of users) {
    if (maxPayloadBytes !== undefined) least = Math.min(least ?? maxPayloadBytes, maxPayloadBytes);
  }
  return least;
}
