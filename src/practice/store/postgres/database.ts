import { messageOf, StartError, systemCodeOf } from '../../../core/errors.js';

/** One statement at a time, or several beside each other: a server, or PostgreSQL in this process. */
export interface Database {
  /** @returns its rows @throws Error when the database refuses it, or does not answer in time */
  query(text: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Connections to a server at most. */
const MOST_CONNECTIONS = 10;
/** For a connection, and for an answer: whoever waits for a message is not to wait for a database that is gone. */
const TIMEOUT_MS = 1000;

/**
 * A server by its URL.
 * @throws StartError when its driver is not installed
 */
export async function connectDatabase(url: string): Promise<Database> {
  const { Pool } = (await imported('pg', () => import('pg'))).default;
  const pool = new Pool({
    connectionString: url,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
    keepAlive: true,
  });
  // An idle connection that breaks is replaced by the next one; who asks then hears of it.
  pool.on('error', () => undefined);
  return {
    query: async (text, values) => (await pool.query<Record<string, unknown>>(text, [...(values ?? [])])).rows,
    close: () => pool.end(),
  };
}

/**
 * PostgreSQL in this process.
 * @param folder where it keeps its files; undefined for memory
 * @throws StartError when it is not installed, or cannot use the folder
 */
export async function embedDatabase(folder: string | undefined): Promise<Database> {
  const { PGlite } = await imported('@electric-sql/pglite', () => import('@electric-sql/pglite'));
  try {
    const database = await PGlite.create(folder === undefined ? {} : { dataDir: folder });
    return {
      query: async (text, values) =>
        (await database.query<Record<string, unknown>>(text, values === undefined ? [] : [...values])).rows,
      close: () => database.close(),
    };
  } catch (thrown) {
    throw new StartError(`PostgreSQL in this process could not start: ${messageOf(thrown)}`, { cause: thrown });
  }
}

async function imported<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    if (systemCodeOf(cause) !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new StartError(`PostgreSQL needs the package ${name}, which is not installed`, {
      hint: `npm install ${name}`,
      cause,
    });
  }
}
