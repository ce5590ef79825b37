import { isUtf8 } from 'node:buffer';
import { briefJson, isJsonObject, type JsonValue, readJson } from '../../core/json.js';
import { shorten } from '../../core/text.js';
import { MOST_JSON_VALUES, MOST_REASON_CHARACTERS } from '../bounds.js';

/*
 * Engine.IO packets (https://socket.io/docs/v4/engine-io-protocol/) and the Socket.IO packets inside their messages
 * (https://socket.io/docs/v4/socket-io-protocol/), as text over WebSocket. They are written alike in Engine.IO 3 and 4:
 *
 *   4 2 /admin, 1 ["name",…]
 *   │ │ │       │ └ JSON payload
 *   │ │ │       └ acknowledgement id, optional
 *   │ │ └ namespace and a comma, left out for the default one
 *   │ └ Socket.IO packet type
 *   └ Engine.IO packet type
 */

/** A heartbeat: the server's, or, in Engine.IO 3, the client's. */
export const PING = '2';

/** The answer to a heartbeat. */
export const PONG = '3';

/** Session ids have twenty characters; one is kept for every connection. */
const MOST_ID_CHARACTERS = 1000;

/** What the server says first, the Engine.IO handshake. */
export interface OpenHandshake {
  readonly sid: string;
  readonly pingIntervalMs: number;
  readonly pingTimeoutMs: number;
  /** The largest message that the server takes, bytes; undefined where it does not say, as no server of Engine.IO 3 does. */
  readonly maxPayloadBytes: number | undefined;
}

/** The server's answer to CONNECT: what it says of the connection to the namespace. */
export interface ConnectAnswer {
  /** Of the connection to the namespace; undefined in Socket.IO 2. */
  readonly sid: string | undefined;
  /** By this a later connection can take up this one, where the server keeps the state of connections that were cut. */
  readonly pid: string | undefined;
}

/** A packet from the server, as far as a chat client cares. */
export type ServerPacket =
  | { readonly type: 'open'; readonly handshake: OpenHandshake }
  | { readonly type: 'close' | 'ping' | 'pong' | 'noop' }
  | { readonly type: 'connect'; readonly namespace: string; readonly answer: ConnectAnswer }
  | { readonly type: 'disconnect'; readonly namespace: string }
  | { readonly type: 'connect-error'; readonly namespace: string; readonly message: string }
  | {
      readonly type: 'event';
      readonly namespace: string;
      readonly name: string;
      readonly args: readonly unknown[];
      /** The server asks for an acknowledgement by this number. */
      readonly ackId: number | undefined;
      /** Binary parts that follow. */
      readonly parts: number;
    }
  | { readonly type: 'ack'; readonly namespace: string; readonly id: number; readonly args: readonly unknown[] }
  | { readonly type: 'illegal'; readonly reason: string };

/** The handshake of a server. */
export function encodeOpen({ sid, pingIntervalMs, pingTimeoutMs, maxPayloadBytes }: OpenHandshake): string {
  const [pingInterval, pingTimeout] = [pingIntervalMs, pingTimeoutMs];
  return `0${JSON.stringify({ sid, upgrades: [], pingInterval, pingTimeout, maxPayload: maxPayloadBytes })}`;
}

/** The CONNECT packet for a namespace, with an auth payload if given; `null` is none, as servers take it for illegal. */
export function encodeConnect(namespace: string, auth?: JsonValue): string {
  return `40${namespacePrefix(namespace)}${auth === undefined || auth === null ? '' : JSON.stringify(auth)}`;
}

/** The DISCONNECT packet: leaves the namespace. */
export function encodeDisconnect(namespace: string): string {
  return `41${namespacePrefix(namespace)}`;
}

/** An EVENT packet. @param ackId asks for an acknowledgement by this number */
export function encodeEvent(namespace: string, name: string, args: readonly JsonValue[], ackId?: number): string {
  return `${eventHead(namespace)}${ackId ?? ''}${JSON.stringify([name, ...args])}`;
}

/** An ACK packet without arguments. */
export function encodeAck(namespace: string, ackId: number): string {
  return `43${namespacePrefix(namespace)}${ackId}[]`;
}

/** What stands before the payload of an event, and before the number by which it asks for an acknowledgement. */
export function eventHead(namespace: string): string {
  return `42${namespacePrefix(namespace)}`;
}

/** Reads the packet in `bytes[start … end)`; bytes that are not UTF-8 are none (RFC 6455, section 8.1). */
export function readPacket(bytes: Uint8Array, start: number, end: number): ServerPacket {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
  return isUtf8(text) ? parsePacket(text.toString()) : { type: 'illegal', reason: 'a text that is not UTF-8' };
}

/** Reads a packet. What is not legal comes back as `illegal` with the reason; nothing is thrown. */
export function parsePacket(text: string): ServerPacket {
  switch (text[0]) {
    case '0':
      return parseOpen(text.slice(1));
    case '1':
      return { type: 'close' };
    case '2':
      return { type: 'ping' };
    case '3':
      return { type: 'pong' };
    case '4':
      return parseMessage(text);
    case '6':
      return { type: 'noop' };
    default:
      return { type: 'illegal', reason: text === '' ? 'an empty packet' : 'an unknown Engine.IO packet type' };
  }
}

function parseOpen(json: string): ServerPacket {
  const open = readJson(json, MOST_JSON_VALUES).value;
  if (typeof open !== 'object' || open === null || !('sid' in open) || typeof open.sid !== 'string') {
    return { type: 'illegal', reason: 'an Engine.IO handshake without a session id' };
  }
  if (open.sid.length > MOST_ID_CHARACTERS) {
    return {
      type: 'illegal',
      reason: `an Engine.IO handshake whose session id exceeds ${MOST_ID_CHARACTERS} characters`,
    };
  }
  const pingIntervalMs = 'pingInterval' in open && typeof open.pingInterval === 'number' ? open.pingInterval : 25_000;
  const pingTimeoutMs = 'pingTimeout' in open && typeof open.pingTimeout === 'number' ? open.pingTimeout : 20_000;
  const isLimit = 'maxPayload' in open && typeof open.maxPayload === 'number' && open.maxPayload > 0;
  const maxPayloadBytes = isLimit ? (open.maxPayload as number) : undefined;
  return { type: 'open', handshake: { sid: open.sid, pingIntervalMs, pingTimeoutMs, maxPayloadBytes } };
}

/** `4`, type, `<attachments>-` of a binary packet, `/namespace,` (a packet may end with the name), acknowledgement id, JSON. */
const MESSAGE = /^4([0-6])(?:(\d+)-)?(?:(\/[^,]*)(?:,|$))?(\d+)?([^]*)$/;

function parseMessage(text: string): ServerPacket {
  const match = MESSAGE.exec(text);
  if (match === null) return { type: 'illegal', reason: 'an unknown Socket.IO packet type' };
  const [, type, parts, namespace = '/', id, json = ''] = match;
  switch (type) {
    case '0':
      return { type: 'connect', namespace, answer: connectAnswerOf(readJson(json, MOST_JSON_VALUES).value) };
    case '1':
      return { type: 'disconnect', namespace };
    case '2':
    // A binary event is one whose binary parts follow as frames of their own, with placeholders in their places.
    case '5':
      return parseEvent(namespace, json, { ackId: ackIdOf(Number(id)), parts: ackIdOf(Number(parts)) ?? 0 });
    case '3':
    // Of a binary one the binary parts follow, likewise.
    case '6':
      return { type: 'ack', namespace, id: Number(id ?? 0), args: ackArgsOf(readJson(json, MOST_JSON_VALUES).value) };
    default:
      return { type: 'connect-error', namespace, message: connectRefusalOf(readJson(json, MOST_JSON_VALUES).value) };
  }
}

function parseEvent(namespace: string, json: string, traits: EventTraits): ServerPacket {
  const { value, problem } = readJson(json, MOST_JSON_VALUES);
  return problem === undefined
    ? eventOf(namespace, value, traits)
    : { type: 'illegal', reason: `an event that is ${problem}` };
}

/** What an EVENT packet says beside its payload. */
interface EventTraits {
  readonly ackId: number | undefined;
  /** Binary parts that follow. */
  readonly parts: number;
}

/** An EVENT packet with this payload; illegal when it is no list that a name begins. */
export function eventOf(namespace: string, payload: unknown, { ackId, parts }: EventTraits): ServerPacket {
  if (!Array.isArray(payload) || (typeof payload[0] !== 'string' && typeof payload[0] !== 'number')) {
    return { type: 'illegal', reason: 'an event that is no list with a name' };
  }
  return { type: 'event', namespace, name: String(payload[0]), args: payload.slice(1) as unknown[], ackId, parts };
}

/** The number that an acknowledgement is to carry; undefined where none is asked for, or by what is no such number. */
export function ackIdOf(id: unknown): number | undefined {
  return typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 ? id : undefined;
}

/** What the payload of a CONNECT packet says. */
export function connectAnswerOf(payload: unknown): ConnectAnswer {
  return { sid: idIn(payload, 'sid'), pid: idIn(payload, 'pid') };
}

/** Why a CONNECT was refused: the message of the payload with the data beside it, which middlewares give their errors, or all of it. */
export function connectRefusalOf(payload: unknown): string {
  if (typeof payload === 'string') return shorten(payload, MOST_REASON_CHARACTERS);
  if (!isJsonObject(payload)) return 'no reason given';
  const { message, data } = payload;
  if (typeof message !== 'string') return briefJson(payload, MOST_REASON_CHARACTERS);
  const details = data === undefined || data === null ? '' : ` ${briefJson(data, MOST_REASON_CHARACTERS)}`;
  return shorten(`${message}${details}`, MOST_REASON_CHARACTERS);
}

/** The arguments of an ACK packet; none when its payload is no list. */
export function ackArgsOf(payload: unknown): readonly unknown[] {
  return Array.isArray(payload) ? (payload as readonly unknown[]) : [];
}

function idIn(payload: unknown, key: string): string | undefined {
  const id = isJsonObject(payload) ? payload[key] : undefined;
  return typeof id === 'string' && id.length <= MOST_ID_CHARACTERS ? id : undefined;
}

function namespacePrefix(namespace: string): string {
  return namespace === '/' ? '' : `${namespace},`;
}
