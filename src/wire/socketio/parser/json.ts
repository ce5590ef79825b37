import type { EventPattern } from '../../wire.js';
import { encodeAck, encodeConnect, encodeDisconnect, encodeEvent, eventHead, readPacket } from '../packets.js';
import type { PacketParser } from './packet-parser.js';

const [ASCII_0, ASCII_2, ASCII_4, ASCII_5, ASCII_9] = [0x30, 0x32, 0x34, 0x35, 0x39];
const [QUOTE, COMMA, HYPHEN, SLASH] = [0x22, 0x2c, 0x2d, 0x2f];
const [OPENING_BRACKET, BACKSLASH, CLOSING_BRACKET] = [0x5b, 0x5c, 0x5d];

/** More than any number that is counted up has. */
const MOST_ID_DIGITS = 20;

/** The parser that Socket.IO comes with: packets are JSON in text messages. */
export const jsonParser: PacketParser = {
  isBinary: false,
  encodeConnect,
  encodeDisconnect,
  encodeEvent,
  encodeAck,
  receiptFor(bytes, start, end) {
    // As most events: neither a namespace nor a number.
    if (bytes[start + 2] === OPENING_BRACKET) return undefined;
    const partsEnd = endOfDigits(bytes, start + 2, end);
    const namespaceAt = bytes[partsEnd] === HYPHEN ? partsEnd + 1 : start + 2;
    let at = namespaceAt;
    if (bytes[at] === SLASH) {
      while (at < end && bytes[at] !== COMMA) at++;
      at++;
    }
    const idEnd = endOfDigits(bytes, at, end);
    if (idEnd <= at || idEnd > at + MOST_ID_DIGITS || idEnd >= end || bytes[idEnd] !== OPENING_BRACKET)
      return undefined;
    return `43${Buffer.from(bytes.buffer, bytes.byteOffset + namespaceAt, idEnd - namespaceAt).toString()}[]`;
  },
  ackId: {
    length: 7,
    find: (namespace) => Buffer.byteLength(eventHead(namespace)),
    write(bytes, at, ackId) {
      let rest = ackId;
      for (let index = at + 6; index >= at; index--) {
        bytes[index] = ASCII_0 + (rest % 10);
        rest = Math.floor(rest / 10);
      }
    },
  },
  eventPattern: (namespace, name) => new JsonEventPattern(namespace, name),
  // Of a binary event only the binary parts come later.
  isEvent: (bytes, start, end) =>
    bytes[start] === ASCII_4 && start + 1 < end && (bytes[start + 1] === ASCII_2 || bytes[start + 1] === ASCII_5),
  readPacket,
  findLastText(bytes, start, end, place) {
    const last = end - 2;
    if (bytes[end - 1] !== CLOSING_BRACKET || bytes[last] !== QUOTE) return false;
    let at = last - 1;
    while (at > start && bytes[at] !== QUOTE && bytes[at] !== BACKSLASH) at--;
    place.bytes = bytes;
    place.start = bytes[at] === QUOTE && bytes[at - 1] !== BACKSLASH ? at + 1 : last;
    place.end = last;
    // The name of an event is no argument of it.
    return bytes[at - 1] !== OPENING_BRACKET;
  },
};

/** Between what an event's packet begins with and its payload, a number may stand that asks for an acknowledgement. */
class JsonEventPattern implements EventPattern {
  readonly #headLength: number;
  readonly #payload: Uint8Array;

  constructor(namespace: string, name: string) {
    this.#headLength = Buffer.byteLength(eventHead(namespace));
    this.#payload = Buffer.from(`[${JSON.stringify(name)}`);
  }

  matches(bytes: Uint8Array, start: number, end: number): boolean {
    const payload = this.#payload;
    let at = start + this.#headLength;
    if (isDigit(bytes[at])) at = endOfDigits(bytes, at, end);
    if (at + payload.length >= end) return false;
    const after = bytes[at + payload.length];
    if (after !== COMMA && after !== CLOSING_BRACKET) return false;
    for (let index = payload.length - 1; index >= 0; index--) if (bytes[at + index] !== payload[index]) return false;
    return true;
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ASCII_0 && byte <= ASCII_9;
}

function endOfDigits(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && isDigit(bytes[at])) at++;
  return at;
}
