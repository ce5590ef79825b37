import { inEnglish, message as messageFor } from '../../core/language/words.js';
import { OperationError, toOperationError } from '../../core/operation-error.js';
import { type DialGuard, LOOPBACK_ONLY } from '../../net/dial-guard.js';
import { openPool } from '../../net/http-pool.js';
import { heldBytesShare, MAX_REFUSAL_BYTES } from '../bounds.js';
import { ReceiveBudget } from '../receive-budget.js';
import { refusalText } from '../refusal-text.js';
import type { SecondOpinion } from '../wire.js';
import { WebSocketClient } from '../ws/websocket-client.js';
import { readPacket } from './packets.js';

/** An Engine.IO server sends its handshake together with its yes to the upgrade: whoever is silent for so long after that is another one. */
const SILENT_MS = 3000;
/** A handshake has some two hundred. */
const MAX_HANDSHAKE_BYTES = 64 * 1024;

/**
 * Is there an Engine.IO server behind a WebSocket URL? Waits for its handshake and closes again, without joining a namespace.
 * @param guard says where connections may go
 * @param headers of the request, beside those of the handshake
 * @throws OperationError when the connection fails or may not be opened, the upgrade is refused, or something else answers
 */
export async function probeEngineIo(
  url: string,
  timeoutMs: number,
  guard: DialGuard = LOOPBACK_ONLY,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  let client: WebSocketClient | undefined;
  let timer: NodeJS.Timeout | undefined;
  let silence: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(nothingCame(client, timeoutMs)), timeoutMs);
      const handlers = {
        onRead: () => {
          silence ??= setTimeout(() => {
            if (client?.isUpgraded === true) reject(nothingCame(client, timeoutMs));
          }, SILENT_MS);
        },
        onText: (bytes: Uint8Array, start: number, end: number) => {
          const problem = problemOfFirst(bytes, start, end);
          if (problem === undefined) resolve();
          else reject(problem);
        },
        onBinary: () => reject(notEngineIo()),
        onClosed: (kind: OperationError['kind'], reason: string, said?: string) => {
          const isEarly = client?.isUpgraded === true && kind.endsWith('.closed');
          reject(new OperationError(isEarly ? 'server.closed-early' : kind, reason, { said }));
        },
      };
      client = new WebSocketClient(url, handlers, new ReceiveBudget(heldBytesShare(1)), guard, { headers });
    });
  } catch (thrown) {
    throw toOperationError(thrown);
  } finally {
    clearTimeout(timer);
    clearTimeout(silence);
    client?.terminate();
  }
}

/**
 * Asks by polling what a WebSocket was refused, for a second opinion: an Engine.IO server says there in JSON who it is, and it is
 * reached through proxies that let no upgrade pass.
 * @param url of the WebSocket
 * @returns undefined when no Engine.IO server answers
 */
export async function askByPolling(
  url: string,
  timeoutMs: number,
  guard: DialGuard = LOOPBACK_ONLY,
  headers: Readonly<Record<string, string>> = {},
): Promise<SecondOpinion | undefined> {
  const polling = new URL(url.replace(/^ws/, 'http'));
  polling.searchParams.set('transport', 'polling');
  const pool = openPool(guard, polling.origin, { connections: 1, connectTimeoutMs: timeoutMs });
  try {
    const path = `${polling.pathname}${polling.search}`;
    const signal = AbortSignal.timeout(timeoutMs);
    const { body } = await pool.request({ method: 'GET', path, headers, signal });
    return opinionOf(await beginningOf(body));
  } catch {
    // Whatever went wrong here, what the WebSocket was answered is told.
    return undefined;
  } finally {
    await pool.destroy();
  }
}

/** @param answer the beginning of a polling answer: packets in Engine.IO 4 (`0{…}`), or with their lengths in 3 (`96:0{…}`) */
function opinionOf(answer: string): SecondOpinion | undefined {
  // What a client may change to (Engine.IO's handshake, "upgrades"); a proxy that lets no upgrade pass leaves that as it is.
  const upgrades = /"upgrades":\[([^\]]*)\]/.exec(answer)?.[1];
  if (/^(?:\d+:)?0\{"sid"/.test(answer))
    return { refusal: undefined, isWithoutSockets: upgrades !== undefined && !upgrades.includes('"websocket"') };
  return /^\{"code":\d+,"message":/.test(answer) ? { refusal: refusalText(answer) } : undefined;
}

async function beginningOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of body) {
    bytes = Buffer.concat([bytes, chunk]);
    if (bytes.length >= MAX_REFUSAL_BYTES) break;
  }
  return bytes.toString('utf8', 0, MAX_REFUSAL_BYTES);
}

function problemOfFirst(bytes: Uint8Array, start: number, end: number): OperationError | undefined {
  if (end - start > MAX_HANDSHAKE_BYTES)
    return new OperationError('protocol.illegal-frame', 'the first message is too large for an Engine.IO handshake');
  return readPacket(bytes, start, end).type === 'open' ? undefined : notEngineIo();
}

function notEngineIo(): OperationError {
  return new OperationError('protocol.not-engine-io', inEnglish(messageFor('failure.not-engine-io')));
}

function nothingCame(client: WebSocketClient | undefined, timeoutMs: number): OperationError {
  return client?.isUpgraded === true
    ? new OperationError('protocol.not-engine-io', inEnglish(messageFor('failure.no-handshake')))
    : new OperationError('network.timeout', inEnglish(messageFor('failure.handshake-timeout', { ms: timeoutMs })));
}
