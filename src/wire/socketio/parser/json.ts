import type { EventPattern } from '../../wire.js';
import { encodeAck, encodeConnect, encodeDisconnect, encodeEvent, eventPrefix, readPacket } from '../packets.js';
import type { PacketParser } from './packet-parser.js';

const [ASCII_2, ASCII_4, ASCII_5, COMMA, CLOSING_BRACKET] = [0x32, 0x34, 0x35, 0x2c, 0x5d];

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
