import { CachedHistory, type CachePolicy } from './cached-history.js';
import { connectRedis } from './redis-client.js';
import { urlIn } from './url-in.js';
import type { ExerciseVariants, Variant } from './variant.js';

const FIVE_MINUTES_S = 300;
const MINUTE_S = 60;

/** Five minutes of whatever was there, found by going through all keys. */
const FORGETFUL: CachePolicy = {
  read: async (cache, roomId, readDatabase) => {
    const key = `history:${roomId}`;
    if ((await cache.keys('history:*')).includes(key)) {
      const kept = await cache.get(key);
      if (kept !== null) return JSON.parse(kept) as Awaited<ReturnType<typeof readDatabase>>;
    }
    const messages = await readDatabase();
    await cache.set(key, JSON.stringify(messages), 'EX', FIVE_MINUTES_S);
    return messages;
  },
};

/**
 * What is kept of a room is of its version, which goes up with each message. A reader asks for the version before it reads: what it
 * keeps of what was there before a message is of a version that nobody asks for any more.
 */
const BY_ROOM: CachePolicy = {
  read: async (cache, roomId, readDatabase) => {
    const version = (await cache.get(`version:${roomId}`)) ?? '0';
    const key = `history:${roomId}:${version}`;
    const kept = await cache.get(key);
    if (kept !== null) return JSON.parse(kept) as Awaited<ReturnType<typeof readDatabase>>;
    const messages = await readDatabase();
    await cache.set(key, JSON.stringify(messages), 'EX', MINUTE_S).catch(() => undefined);
    return messages;
  },
  onMessage: async (cache, roomId) => {
    await cache.incr(`version:${roomId}`);
  },
};

/** 4-1: a cache of five minutes that nothing invalidates, and one that each message of a room invalidates. */
export const cacheVariants: ExerciseVariants = {
  broken: [withCache('five-minutes', FORGETFUL)],
  solved: withCache('by-room', BY_ROOM),
};

function withCache(name: string, policy: CachePolicy): Variant {
  return {
    name,
    make: async ({ environment }) => ({
      extensions: [new CachedHistory(await connectRedis(urlIn(environment, 'REDIS_URL')), policy)],
    }),
  };
}
