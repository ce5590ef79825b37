import { hash } from 'node:crypto';
import { assertSendable } from '../../core/http-header.js';
import { randomBase64 } from '../../core/random.js';
import { shorten } from '../../core/text.js';

/** A fixed part of every handshake's answer (RFC 6455, section 1.3). */
const WEBSOCKET_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** What is quoted of a server's name. */
const MOST_SERVER_CHARACTERS = 60;

/** What asks a server to change to WebSocket, and what it must answer. */
export interface UpgradeRequest {
  /** The whole HTTP request. */
  readonly head: string;
  /** The value of `Sec-WebSocket-Accept` in the answer. */
  readonly accept: string;
}

/** A server's answer to an upgrade request, as far as it matters. */
export interface UpgradeAnswer {
  readonly status: number;
  /** Of an answer that does change to WebSocket. */
  readonly accept: string | undefined;
  /** Did the server choose an extension or a subprotocol, though none was offered? */
  readonly choosesUnasked: boolean;
  /** The values of its `Set-Cookie` headers. */
  readonly setCookies: readonly string[];
  /** What the server calls itself. */
  readonly server: string | undefined;
  /** Bytes of its body; undefined where they are not told. */
  readonly bodyLength: number | undefined;
  /** Does its body come in chunks? */
  readonly isChunked: boolean;
}

/**
 * The opening handshake of a client (RFC 6455, section 4.1), without extensions.
 * @param headers further ones, none of them of the handshake itself
 * @throws OperationError when a part of the URL or a header would end its line
 */
export function upgradeRequest(
  url: Pick<URL, 'host' | 'pathname' | 'search'>,
  headers: Readonly<Record<string, string>> = {},
): UpgradeRequest {
  const key = randomBase64(16);
  const lines = [
    `GET ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${url.host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${key}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  for (const line of lines) assertSendable('a line of the WebSocket handshake', line);
  return { head: `${lines.join('\r\n')}\r\n\r\n`, accept: acceptFor(key) };
}

/** What a server must answer to a key (RFC 6455, section 4.2.2). */
export function acceptFor(key: string): string {
  return hash('sha1', `${key}${WEBSOCKET_GUID}`, 'base64');
}

/** Reads the head of an answer, without the empty line that ends it; undefined when it is no HTTP. */
export function parseUpgradeAnswer(head: string): UpgradeAnswer | undefined {
  const [statusLine = '', ...lines] = head.split('\r\n');
  const status = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(statusLine)?.[1];
  if (status === undefined) return undefined;
  const headers = new Map<string, string>();
  const setCookies: string[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    // The one header that is no list, since dates have commas (RFC 9110, section 5.3).
    if (name === 'set-cookie') {
      setCookies.push(value);
      continue;
    }
    const before = headers.get(name);
    // A header that comes twice is a list (RFC 9110, section 5.3).
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  // Taken apart and trimmed one after the other: a pattern for both would look at every space once for each before it.
  const connection = headers
    .get('connection')
    ?.split(',')
    .map((option) => option.trim().toLowerCase());
  const upgrades = headers.get('upgrade')?.toLowerCase() === 'websocket' && connection?.includes('upgrade') === true;
  return {
    status: Number(status),
    accept: upgrades ? headers.get('sec-websocket-accept') : undefined,
    choosesUnasked: headers.has('sec-websocket-extensions') || headers.has('sec-websocket-protocol'),
    setCookies,
    server: serverOf(headers.get('server')),
    bodyLength: lengthOf(headers.get('content-length')),
    isChunked: headers.get('transfer-encoding')?.toLowerCase().includes('chunked') === true,
  };
}

function serverOf(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : shorten(text, MOST_SERVER_CHARACTERS);
}

function lengthOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
