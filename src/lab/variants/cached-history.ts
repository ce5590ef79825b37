import type { Redis } from 'ioredis';
import { isoOf, sleep, wallClockMs } from '../../core/clock.js';
import type { OfferedMessage, PracticeExtension } from '../../practice/extension.js';
import type { Answer } from '../../practice/http/answer.js';
import type { HttpParts, Route, RouteRequest } from '../../practice/http/route.js';

/** What the database of this server takes for a history: dear enough that a fifth of it is more than what a busy laptop adds to a read from the cache. */
const DATABASE_MS = 150;
/** Messages of an answer, the oldest first. */
const PAGE = 100;
/** As far back as anybody reads here. */
const KEPT_MS = 60_000;
/** A minute's messages. */
const MOST_KEPT = 10_000;

/** A message as the cache keeps it. */
interface CachedMessage {
  readonly sender: string;
  readonly content: string;
  readonly timestampMs: number;
}

/** How a history is looked up in a cache, or read where it is not there. */
export type CachedReading = (
  cache: Redis,
  roomId: string,
  readDatabase: () => Promise<readonly CachedMessage[]>,
) => Promise<readonly CachedMessage[]>;

/** How a cache is used. */
export interface CachePolicy {
  readonly read: CachedReading;
  /** A room has a new message. */
  readonly onMessage?: (cache: Redis, roomId: string) => Promise<void>;
}

/** Histories from a cache before a database that is slow. A cache that does not answer is left out: then reads are slow, and right. */
export class CachedHistory implements PracticeExtension {
  readonly routes: readonly Route[] = [
    {
      method: 'GET',
      path: '/api/chatrooms/:roomId/messages',
      needsToken: true,
      handle: (request, parts) => this.#history(request, parts),
    },
  ];
  readonly #cache: Redis;
  readonly #policy: CachePolicy;

  constructor(cache: Redis, policy: CachePolicy) {
    this.#cache = cache;
    this.#policy = policy;
  }

  onMessage({ roomId }: OfferedMessage): void {
    // While the cache is gone nothing of the room is in it.
    this.#policy.onMessage?.(this.#cache, roomId).catch(() => undefined);
  }

  close(): void {
    this.#cache.disconnect();
  }

  async #history({ query, roomId, username }: RouteRequest, { rooms }: HttpParts): Promise<Answer> {
    const room = rooms.get(roomId);
    if (room === undefined) return { status: 404, body: { error: 'Chat room not found' } };
    if (!room.participants.has(username))
      return { status: 403, body: { error: 'You are not a member of this chat room' } };
    const since = query.get('since');
    const sinceMs = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since);
    const readDatabase = async (): Promise<readonly CachedMessage[]> => {
      await sleep(DATABASE_MS);
      return room.messages.after(wallClockMs() - KEPT_MS, MOST_KEPT);
    };
    const messages = await this.#policy.read(this.#cache, roomId, readDatabase).catch(readDatabase);
    const body = messages
      .filter(({ timestampMs }) => timestampMs > sinceMs)
      .slice(0, PAGE)
      .map(({ sender, content, timestampMs }) => ({ sender, content, timestamp: isoOf(timestampMs) }));
    return { status: 200, body };
  }
}
