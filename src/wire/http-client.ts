import { inEnglish, message as messageFor } from '../core/language/words.js';
import type { Dispatcher, Pool } from 'undici';
import { wallClockMs } from '../core/clock.js';
import { messageOf } from '../core/errors.js';
import { type JsonReading, type JsonValue, readJson } from '../core/json.js';
import { INTERRUPTED, OperationError, toOperationError } from '../core/operation-error.js';
import { urlBelow } from '../core/url-parts.js';
import { type DialGuard, LOOPBACK_ONLY } from '../net/dial-guard.js';
import { openPool } from '../net/http-pool.js';
import { MAX_ANSWER_BYTES, MOST_JSON_VALUES } from './bounds.js';
import { append, NO_BYTES } from './byte-room.js';
import { type CookieJar, withCookies } from './cookies.js';
import type { HttpPace } from './http-pace.js';
import type { ByteHolder, ReceiveBudget } from './receive-budget.js';
import { retryAfterMs } from './retry-after.js';
import type { HttpTap } from './tap.js';

/** One request. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query, below the base URL. */
  readonly path: string;
  /** Names in any case, each once. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: RequestBody | undefined;
  /** The cookies of who asks, which go along, and take what the answer sets. */
  readonly cookies?: CookieJar | undefined;
  /** Told when it is sent: it may have waited for its turn. */
  readonly onSend?: (() => void) | undefined;
}

/** What a request carries, and its type where the headers do not say it. */
export interface RequestBody {
  readonly text: string;
  readonly type: string;
}

/** An answer. */
export interface HttpAnswer {
  readonly status: number;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The values of its `Set-Cookie` headers. */
  readonly setCookies: readonly string[];
  /** How long it asks to wait before the next request, where it does. */
  readonly retryAfterMs: number | undefined;
  /** The value of its body, or why it has none. */
  readonly json: JsonReading;
  /** Its body as it came. */
  readonly text: string;
}

/** A value as the body of a request. */
export function jsonBody(value: JsonValue): RequestBody {
  return { text: JSON.stringify(value), type: 'application/json' };
}

/** The header of a request by its name, whatever its case. */
export function headerOf(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** A client of JSON over HTTP with a bounded number of keep-alive connections to one origin. */
export class HttpClient {
  readonly #pool: Pool;
  readonly #base: string;
  readonly #timeoutMs: number;
  readonly #budget: ReceiveBudget;
  readonly #pace: HttpPace | undefined;
  readonly #tap: HttpTap | undefined;

  /**
   * @param base `http://127.0.0.1:4000`, perhaps with a path
   * @param connections at most this many sockets
   * @param timeoutMs for one answer
   * @param budget that of all connections of the thread
   * @param guard says where connections may go
   * @param pace says when requests may be sent; at once when left out
   * @param tap looks on
   */
  constructor(
    base: string,
    connections: number,
    timeoutMs: number,
    budget: ReceiveBudget,
    guard: DialGuard = LOOPBACK_ONLY,
    pace?: HttpPace,
    tap?: HttpTap,
  ) {
    this.#tap = tap;
    this.#timeoutMs = timeoutMs;
    this.#pace = pace;
    this.#budget = budget;
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
    const url = urlBelow(this.#base, request.path);
    await this.#pace?.turn(signal);
    request.onSend?.();
    const deadline = AbortSignal.timeout(this.#timeoutMs);
    const { method, body: sent } = request;
    const path = `${url.pathname}${url.search}`;
    const sentHeaders = withCookies(withType(request), request.cookies, url);
    this.#tap?.onRequest({ method, path, headers: sentHeaders, body: sent?.text });
    try {
      const { statusCode, headers, body } = await this.#pool.request({
        method,
        path,
        headers: sentHeaders,
        body: sent?.text ?? null,
        signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
      });
      const setCookies = [headers['set-cookie'] ?? []].flat();
      request.cookies?.take(url, setCookies);
      const asked = headers['retry-after'];
      const wait =
        typeof asked === 'string' ? retryAfterMs(asked, singleOf(headers['date']), wallClockMs()) : undefined;
      const text = await this.#read(body);
      this.#tap?.onAnswer(statusCode, headers, text);
      const json = readJson(text, MOST_JSON_VALUES);
      return { status: statusCode, headers, setCookies, retryAfterMs: wait, json, text };
    } catch (thrown) {
      this.#tap?.onFailure(messageOf(thrown));
      if (signal?.aborted === true) throw new OperationError(INTERRUPTED, 'the run was interrupted');
      if (deadline.aborted)
        throw new OperationError('network.timeout', inEnglish(messageFor('failure.timeout', { ms: this.#timeoutMs })));
      throw toOperationError(thrown);
    }
  }

  async #read(body: Dispatcher.ResponseData['body']): Promise<string> {
    const answer = new HeldAnswer(body);
    this.#budget.enter(answer);
    try {
      for await (const chunk of body as AsyncIterable<Uint8Array>) this.#budget.add(answer.keep(chunk));
      return answer.text();
    } finally {
      this.#budget.leave(answer);
    }
  }

  /** Closes all connections. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}

function singleOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}

/** The headers of a request with the type of its body, where they do not say another. */
function withType({ headers, body }: HttpRequest): Readonly<Record<string, string>> {
  if (body === undefined || headerOf(headers, 'content-type') !== undefined) return headers;
  return { ...headers, 'content-type': body.type };
}

/** An answer under way. Its bytes are copied together: kept as they come, a byte could cost a hundred. */
class HeldAnswer implements ByteHolder {
  readonly #body: Dispatcher.ResponseData['body'];
  #bytes: Uint8Array = NO_BYTES;
  #length = 0;
  #problem: OperationError | undefined;

  constructor(body: Dispatcher.ResponseData['body']) {
    this.#body = body;
  }

  get heldBytes(): number {
    return this.#bytes.length;
  }

  /** For the budget: ends the request. */
  giveUp(): void {
    this.#bytes = NO_BYTES;
    this.#problem = new OperationError(
      'protocol.over-budget',
      'of all that was under way, this answer was the largest',
    );
    this.#body.destroy(this.#problem);
  }

  /** Adds what has come. @returns the bytes that are held more than before @throws OperationError when it was given up */
  keep(chunk: Uint8Array): number {
    if (this.#problem !== undefined) throw this.#problem;
    const heldBytes = this.#bytes.length;
    this.#bytes = append(this.#bytes, this.#length, chunk, MAX_ANSWER_BYTES);
    this.#length += chunk.length;
    return this.#bytes.length - heldBytes;
  }

  /** The whole answer as text, without a byte order mark. @throws OperationError when it was given up */
  text(): string {
    if (this.#problem !== undefined) throw this.#problem;
    return new TextDecoder().decode(this.#bytes.subarray(0, this.#length));
  }
}
