import type { Redis } from 'ioredis';
import { StartError, systemCodeOf } from '../../core/errors.js';
import type { ChatServer } from '../../practice/chat/events.js';
import type { PracticeExtension } from '../../practice/extension.js';
import { urlIn } from './url-in.js';
import type { ExerciseVariants, VariantParts, VariantSettings } from './variant.js';

/** 4-2: instances that know nothing of each other, and instances that tell each other by Redis. */
export const instanceVariants: ExerciseVariants = {
  broken: [{ name: 'alone', make: () => ({}) }],
  solved: { name: 'together', make: tellingByRedis },
};

type AdapterOfServer = Parameters<ChatServer['adapter']>[0];

async function tellingByRedis({ environment }: VariantSettings): Promise<VariantParts> {
  const url = urlIn(environment, 'REDIS_URL');
  try {
    const [{ Redis: Client }, { createAdapter }] = await Promise.all([
      import('ioredis'),
      import('@socket.io/redis-adapter'),
    ]);
    const publisher = new Client(url);
    const subscriber = publisher.duplicate();
    return { extensions: [new TellsByRedis([publisher, subscriber], createAdapter(publisher, subscriber))] };
  } catch (cause) {
    if (systemCodeOf(cause) !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new StartError('this exercise’s practice server needs ioredis and @socket.io/redis-adapter', {
      hint: 'npm install ioredis @socket.io/redis-adapter',
      cause,
    });
  }
}

/** Whatever is told to a room is told to its members on all instances. */
class TellsByRedis implements PracticeExtension {
  readonly #clients: readonly Redis[];
  readonly #adapter: AdapterOfServer;

  constructor(clients: readonly Redis[], adapter: AdapterOfServer) {
    this.#clients = clients;
    this.#adapter = adapter;
    // A Redis that is gone is tried again; the chat goes on with whoever is on this instance.
    for (const client of clients) client.on('error', () => undefined);
  }

  onServer(io: ChatServer): void {
    io.adapter(this.#adapter);
  }

  close(): void {
    for (const client of this.#clients) client.disconnect();
  }
}
