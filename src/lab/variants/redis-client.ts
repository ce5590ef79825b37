import type { Redis } from 'ioredis';
import { StartError, systemCodeOf } from '../../core/errors.js';

/** A cache that does not answer in so long is none. */
const TIMEOUT_MS = 100;
const RECONNECT_MS = 200;

/** A client of the Redis at a URL, whose commands fail at once while it is gone. @throws StartError when its driver is not installed */
export async function connectRedis(url: string): Promise<Redis> {
  try {
    const { Redis: Client } = await import('ioredis');
    const client = new Client(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      connectTimeout: TIMEOUT_MS,
      commandTimeout: TIMEOUT_MS,
      retryStrategy: () => RECONNECT_MS,
    });
    // Each command says so, too.
    client.on('error', () => undefined);
    return client;
  } catch (cause) {
    if (systemCodeOf(cause) !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new StartError('this exercise’s practice server needs the package ioredis, which is not installed', {
      hint: 'npm install ioredis',
      cause,
    });
  }
}
