import { type Message, message } from './language/words.js';

/** Where agents and runs meet: a Redis server, and the name of a queue on it. */
export interface QueueAddress {
  /** URL for a client, password included; never shown. */
  readonly url: string;
  readonly name: string;
  /** The same for people, without user and password. */
  readonly shown: string;
}

/** Names of queues and of runs. */
export const QUEUE_NAME = /^[a-z0-9-]{1,40}$/;
/** The queue of who names none. */
const DEFAULT_QUEUE = 'default';
/** Redis' own port. */
const DEFAULT_PORT = '6379';

/**
 * Reads `redis[s]://user:password@host:port/db?name=…`.
 * @returns the address, or what is wrong with it, without a part of it, since it may hold a password
 */
export function parseQueueAddress(text: string): QueueAddress | Message {
  const trimmed = text.trim();
  const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
  if (url === undefined || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '')
    return message('value.queue');
  if (!/^\/?\d{0,4}$/.test(url.pathname)) return message('value.queue.database');
  const others = [...url.searchParams.keys()].filter((key) => key !== 'name');
  if (others.length > 0 || url.hash !== '') return message('value.queue.query');
  const name = url.searchParams.get('name') ?? DEFAULT_QUEUE;
  if (!QUEUE_NAME.test(name)) return message('value.queue.name');
  const database = url.pathname.replace(/^\//, '');
  const place = `${url.hostname}:${url.port || DEFAULT_PORT}${database === '' ? '' : `/${database}`}`;
  url.search = '';
  return { url: url.href, name, shown: `${url.protocol}//${place}${name === DEFAULT_QUEUE ? '' : `?name=${name}`}` };
}
