import { FaultProxy } from '../../proxy/proxy.js';
import { NO_PROXY_FAULTS } from '../../proxy/proxy-faults.js';
import { freePort } from '../server/free-port.js';
import { requirePrograms } from './find-program.js';
import { NGINX } from './nginx-part.js';
import { hasPostgres, startPostgres } from './postgres-part.js';
import type { RealPart } from './real-part.js';
import { REDIS, startRedis } from './redis-part.js';

/** A server beside the learner's own that can be taken away, and given back at the same address. */
export interface CompanionServer {
  readonly url: string;
  down(): Promise<void>;
  up(): Promise<void>;
  /** Ends it for good; may be called at any time and again. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/** Makes sure that those are there without which nothing can be checked. @throws StartError that names each that is not */
export async function requireParts(
  wanted: { readonly cache: boolean; readonly balancer: boolean },
  path: string | undefined,
): Promise<void> {
  await requirePrograms([...(wanted.cache ? [REDIS] : []), ...(wanted.balancer ? [NGINX] : [])], path);
}

/** A Redis that dies, and comes back with nothing in it. @throws StartError when there is none, or it does not start */
export async function openCache(path: string | undefined): Promise<CompanionServer> {
  const first = await startRedis(path);
  let present: RealPart | undefined = first;
  let isClosed = false;
  const down = async (): Promise<void> => {
    const ending = present;
    present = undefined;
    await ending?.stop();
  };
  return {
    url: first.url,
    down,
    up: async () => {
      if (present === undefined && !isClosed) present = await startRedis(path, first.port);
    },
    close: async () => {
      isClosed = true;
      await down();
    },
  };
}

/**
 * A PostgreSQL behind a proxy of ours: taken away, its connections are cut, and new ones refused.
 * @returns undefined where there is none on this machine
 * @throws StartError when it does not start
 */
export async function openDatabase(path: string | undefined): Promise<CompanionServer | undefined> {
  if (!(await hasPostgres(path))) return undefined;
  const part = await startPostgres(path);
  const port = await freePort();
  let proxy: FaultProxy | undefined;
  let isClosed = false;
  const up = async (): Promise<void> => {
    if (proxy !== undefined || isClosed) return;
    const opened = new FaultProxy({
      listen: { host: HOST, port },
      to: { host: HOST, port: part.port },
      faults: NO_PROXY_FAULTS,
      seed: 1,
      allowedHosts: [],
      tell: () => undefined,
    });
    proxy = opened;
    await opened.start();
  };
  const down = (): Promise<void> => {
    proxy?.close();
    proxy = undefined;
    return Promise.resolve();
  };
  const close = async (): Promise<void> => {
    isClosed = true;
    await down();
    await part.stop();
  };
  try {
    await up();
  } catch (thrown) {
    await close();
    throw thrown;
  }
  return { url: part.url.replace(`:${part.port}/`, `:${port}/`), down, up, close };
}
