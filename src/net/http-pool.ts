import { buildConnector, Pool } from 'undici';
import { toOperationError } from '../core/operation-error.js';
import type { DialGuard } from './dial-guard.js';

/** What a pool takes beside the way it connects, which is ours. */
export interface PoolOptions
  extends Pick<Pool.Options, 'connections' | 'pipelining' | 'headersTimeout' | 'bodyTimeout' | 'maxResponseSize'> {
  /** For one connection to be made, in milliseconds. */
  readonly connectTimeoutMs: number;
}

/**
 * Keep-alive connections to one origin, each of them opened only if the guard lets it. A redirect is an answer like any other.
 * A request to a host that is not allowed fails with an OperationError, and nothing is sent.
 */
export function openPool(guard: DialGuard, origin: string, options: PoolOptions): Pool {
  const { connectTimeoutMs, ...rest } = options;
  // One for the whole pool, since it keeps the sessions of TLS: the host is always that of the origin.
  let connector: buildConnector.connector | undefined;
  return new Pool(origin, {
    ...rest,
    connect: (target, callback) => {
      try {
        const { lookup, localAddress = null } = guard.admit(target.hostname);
        connector ??= buildConnector({ timeout: connectTimeoutMs, lookup, ...guard.tls });
        connector({ ...target, localAddress }, callback);
      } catch (thrown) {
        callback(toOperationError(thrown), null);
      }
    },
  });
}
