import type { Pool } from 'undici';
import { type JsonValue, parseJson } from '../core/json.js';
import { INTERRUPTED, OperationError, toOperationError } from '../core/operation-error.js';
import { urlBelow } from '../core/url-parts.js';
import { type DialGuard, LOOPBACK_ONLY } from '../net/dial-guard.js';
import { openPool } from '../net/http-pool.js';

/** One request with an optional JSON body. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query, below the base URL. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: JsonValue;
}

/** An answer; `json` is undefined when the body is no JSON. */
export interface HttpAnswer {
  readonly status: number;
  readonly json: unknown;
}

/** An answer that exceeds this is not one of a chat server's API. */
const MAX_ANSWER_BYTES = 64 * 2 ** 20;

/** A JSON client with a bounded number of keep-alive connections to one origin. */
export class HttpClient {
  readonly #pool: Pool;
  readonly #base: string;
  readonly #timeoutMs: number;

  /**
   * @param base `http://127.0.0.1:4000`, perhaps with a path
   * @param connections at most this many sockets
   * @param timeoutMs for one answer
   * @param guard says where connections may go
   */
  constructor(base: string, connections: number, timeoutMs: number, guard: DialGuard = LOOPBACK_ONLY) {
    this.#timeoutMs = timeoutMs;
    this.#base = base;
    this.#pool = openPool(guard, new URL(base).origin, {
      connections,
      pipelining: 1,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      maxResponseSize: MAX_ANSWER_BYTES,
      connectTimeoutMs: timeoutMs,
    });
  }

  /**
   * Sends a request and reads the whole answer, whatever its status.
   * @throws OperationError when no answer came
   */
  async send(request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer> {
    const { pathname, search } = urlBelow(this.#base, request.path);
    const deadline = AbortSignal.timeout(this.#timeoutMs);
    try {
      const { statusCode, body } = await this.#pool.request({
        method: request.method,
        path: `${pathname}${search}`,
        headers:
          request.body === undefined ? request.headers : { 'content-type': 'application/json', ...request.headers },
        body: request.body === undefined ? null : JSON.stringify(request.body),
        signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
      });
      const text = await body.text();
      return { status: statusCode, json: parseJson(text) };
    } catch (thrown) {
      if (signal?.aborted === true) throw new OperationError(INTERRUPTED, 'the run was interrupted');
      if (deadline.aborted) throw new OperationError('network.timeout', `no answer within ${this.#timeoutMs} ms`);
      throw toOperationError(thrown);
    }
  }

  /** Closes all connections. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
