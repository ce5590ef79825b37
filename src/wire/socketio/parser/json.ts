import type { EventPattern } from '../../wire.js';
import { encodeAck, encodeConnect, encodeDisconnect, encodeEvent, eventPrefix, readPacket } from '../packets.js';
import type { PacketParser } from './packet-parser.js';

const [ASCII_2, ASCII_4, ASCII_5, COMMA, CLOSING_BRACKET] = [0x32, 0x34, 0x35, 0x2c, 0x5d];
const [QUOTE, BACKSLASH, OPENING_BRACKET] = [0x22, 0x5c, 0x5b];

/** The parser that Socket.IO comes with: packets are JSON in text messages. */
export const jsonParser: PacketParser = {
  isBinary: false,
  encodeConnect,
  encodeDisconnect,
  encodeEvent,
  encodeAck,
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

class JsonEventPattern implements EventPattern {
  readonly #prefix: Uint8Array;

  constructor(namespace: string, name: string) {
    this.#prefix = Buffer.from(eventPrefix(namespace, name));
  }

  matches(bytes: Uint8Array, start: number, end: number): boolean {
    const prefix = this.#prefix;
    if (start + prefix.length >= end) return false;
    const after = bytes[start + prefix.length];
    if (after !== COMMA && after !== CLOSING_BRACKET) return false;
    for (let index = prefix.length - 1; index >= 0; index--) if (bytes[start + index] !== prefix[index]) return false;
    return true;
  }
}
