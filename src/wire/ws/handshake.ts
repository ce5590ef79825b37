import type { ErrorKind } from '../../core/error-kinds.js';
import { inEnglish, type Message, message } from '../../core/language/words.js';
import { MAX_HEAD_BYTES, MAX_REFUSAL_BYTES } from '../bounds.js';
import { NO_BYTES } from '../byte-room.js';
import { type CookieJar, withCookies } from '../cookies.js';
import { refusalText } from '../refusal-text.js';
import { parseUpgradeAnswer, type UpgradeAnswer, type UpgradeRequest, upgradeRequest } from './upgrade.js';

const END_OF_HEAD = '\r\n\r\n';
const BEGINNING_OF_HEAD = 'HTTP/1.';
/** The last chunk of a body in chunks (RFC 9112, section 7.1). */
const END_OF_CHUNKS = '0\r\n\r\n';

/** Why a handshake failed. */
export interface HandshakeFailure {
  readonly kind: ErrorKind;
  /** The end of a sentence. */
  readonly reason: string;
  /** What the server itself gave as its reason. */
  readonly said?: string | undefined;
}

/** What became of a handshake: the beginning of the server's frames, or why there are none. */
export type HandshakeOutcome =
  | { readonly frames: Buffer; readonly failure?: undefined }
  | { readonly failure: HandshakeFailure };

/** What a client says of itself when it asks for a WebSocket. */
export interface UpgradeOptions {
  /** Further headers of the request, none of them of the handshake itself. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Its cookies, which go along, and take what the answer sets. */
  readonly cookies?: CookieJar | undefined;
}

/** The opening handshake of one client: makes the request, and takes the answer in whatever pieces it comes. */
export class ClientHandshake {
  readonly #url: URL;
  readonly #upgrade: UpgradeRequest;
  readonly #cookies: CookieJar | undefined;
  /** What has come of the head, and then of the body of a refusal. */
  #bytes: Buffer = NO_BYTES;
  /** The head of an answer that refuses. */
  #refusal: UpgradeAnswer | undefined;

  /** @throws OperationError when a part of the URL or a header would end its line */
  constructor(url: URL, { headers = {}, cookies }: UpgradeOptions) {
    this.#url = url;
    this.#upgrade = upgradeRequest(url, withCookies(headers, cookies, url));
    this.#cookies = cookies;
  }

  /** The whole HTTP request. */
  get request(): string {
    return this.#upgrade.head;
  }

  /** Bytes that are kept. */
  get heldBytes(): number {
    return this.#bytes.length;
  }

  /** Is it known that the server refuses, and not yet why? */
  get isRefused(): boolean {
    return this.#refusal !== undefined;
  }

  /** Takes what has come, which may be overwritten afterwards. @returns undefined while more is to come */
  take(chunk: Buffer): HandshakeOutcome | undefined {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    return this.#refusal === undefined ? this.#onHead(this.#bytes) : this.#onBody(this.#refusal);
  }

  /** Nothing more comes, or is waited for. @returns undefined when the server has not refused */
  conclude(): HandshakeFailure | undefined {
    return this.#refusal === undefined ? undefined : refused(this.#refusal, this.#bytes);
  }

  /** Nothing is kept any more. */
  release(): void {
    this.#bytes = NO_BYTES;
  }

  #onHead(bytes: Buffer): HandshakeOutcome | undefined {
    const end = bytes.indexOf(END_OF_HEAD);
    const beginning = bytes.toString('latin1', 0, BEGINNING_OF_HEAD.length);
    if (!BEGINNING_OF_HEAD.startsWith(beginning)) return { failure: notHttp() };
    if ((end === -1 ? bytes.length : end) > MAX_HEAD_BYTES) {
      return { failure: notWebSocket(message('failure.handshake-head')) };
    }
    if (end === -1) return undefined;
    return this.#onAnswer(
      parseUpgradeAnswer(bytes.toString('latin1', 0, end)),
      bytes.subarray(end + END_OF_HEAD.length),
    );
  }

  #onAnswer(answer: UpgradeAnswer | undefined, rest: Buffer): HandshakeOutcome | undefined {
    this.#cookies?.take(this.#url, answer?.setCookies ?? []);
    if (answer === undefined) return { failure: notHttp() };
    if (answer.status !== 101) {
      this.#refusal = answer;
      this.#bytes = rest;
      return this.#onBody(answer);
    }
    this.#bytes = NO_BYTES;
    return answer.accept === this.#upgrade.accept && !answer.choosesUnasked
      ? { frames: rest }
      : { failure: notWebSocket(message('failure.handshake-illegal')) };
  }

  #onBody(refusal: UpgradeAnswer): HandshakeOutcome | undefined {
    const body = this.#bytes;
    const isWhole = refusal.isChunked
      ? body.subarray(-END_OF_CHUNKS.length).toString('latin1') === END_OF_CHUNKS
      : body.length >= (refusal.bodyLength ?? MAX_REFUSAL_BYTES);
    return isWhole || body.length >= MAX_REFUSAL_BYTES ? { failure: refused(refusal, body) } : undefined;
  }
}

/** @param bytes what has come of the body */
function refused({ status, server, bodyLength, isChunked }: UpgradeAnswer, bytes: Buffer): HandshakeFailure {
  const body = bytes.toString('utf8', 0, Math.min(bodyLength ?? MAX_REFUSAL_BYTES, MAX_REFUSAL_BYTES));
  const said = refusalText(isChunked ? body.replace(/(?:^|\r\n)[0-9a-f]{1,8}(?:;[^\r\n]*)?\r\n/gi, '') : body);
  return { kind: `server.http-${status}`, reason: inEnglish(answerText(status, server, said)), said };
}

/** What is told of an answer that refuses; of one for which there is nothing at the path, what to look at. */
function answerText(status: number, server: string | undefined, said: string | undefined): Message {
  const isNotFound = status === 404;
  if (said === undefined) {
    if (server === undefined)
      return isNotFound ? message('failure.handshake.path') : message('failure.handshake', { status });
    return isNotFound
      ? message('failure.handshake.path-by', { server })
      : message('failure.handshake.by', { status, server });
  }
  if (server === undefined)
    return isNotFound
      ? message('failure.handshake.path-said', { said })
      : message('failure.handshake.said', { status, said });
  return isNotFound
    ? message('failure.handshake.path-by-said', { server, said })
    : message('failure.handshake.by-said', { status, server, said });
}

function notHttp(): HandshakeFailure {
  return { kind: 'protocol.not-http', reason: inEnglish(message('failure.no-http')) };
}

function notWebSocket(why: Message): HandshakeFailure {
  return { kind: 'protocol.not-websocket', reason: inEnglish(why) };
}
