import { isJsonObject } from '../../../core/json.js';
import { MOST_JSON_VALUES } from '../../bounds.js';
import { readMsgpack } from '../../msgpack/decode.js';
import { encodeMsgpack } from '../../msgpack/encode.js';
import type { EventPattern } from '../../wire.js';
import { ackArgsOf, ackIdOf, connectAnswerOf, connectRefusalOf, eventOf, type ServerPacket } from '../packets.js';
import type { PacketParser } from './packet-parser.js';

/*
 * The parser of the package `socket.io-msgpack-parser`: a packet is a MessagePack map in a binary message.
 *
 *   83                           a map of 3 (with an acknowledgement's `id`, of 4)
 *   A4 74 79 70 65  02           "type": 2, an event
 *   A4 64 61 74 61  92           "data": a list of 2
 *     A7 6D 65 73 73 61 67 65       the event's name, and then its arguments
 *     …
 *   A3 6E 73 70  A1 2F           "nsp": "/"
 */
const [CONNECT, DISCONNECT, EVENT, ACK, CONNECT_ERROR] = [0, 1, 2, 3, 4];
/** What precedes the number of the type, without the map's own byte. */
const BEFORE_TYPE = encodeMsgpack('type');
const TYPE_AT = 1 + BEFORE_TYPE.length;
/** What precedes the list of an event's name and arguments, without the map's own byte. */
const BEFORE_LIST = Buffer.concat([BEFORE_TYPE, Buffer.of(EVENT), encodeMsgpack('data')]);
const LIST_AT = 1 + BEFORE_LIST.length;
/** The upper half of the first byte of a map, and of a list, with up to 15 entries. */
const [SHORT_MAP, SHORT_LIST] = [0x80, 0x90];

/** Packets as MessagePack in binary messages. */
export const msgpackParser: PacketParser = {
  isBinary: true,
  encodeConnect: (nsp, auth) =>
    encodeMsgpack({ type: CONNECT, ...(auth === undefined || auth === null ? {} : { data: auth }), nsp }),
  encodeDisconnect: (nsp) => encodeMsgpack({ type: DISCONNECT, nsp }),
  encodeEvent: (nsp, name, args, ackId) =>
    encodeMsgpack({ type: EVENT, data: [name, ...args], nsp, ...(ackId === undefined ? {} : { id: ackId }) }),
  encodeAck: (nsp, id) => encodeMsgpack({ type: ACK, data: [], nsp, id }),
  receiptFor(bytes, start, end) {
    // As most events: a type, arguments and a namespace, and no fourth entry.
    if (bytes[start] === (SHORT_MAP | 3)) return undefined;
    const packet = this.readPacket(bytes, start, end);
    if (packet.type !== 'event' || packet.ackId === undefined) return undefined;
    return this.encodeAck(packet.namespace, packet.ackId);
  },
  // The last value of the map, which for all numbers of seven digits is CE and their 32 bits.
  ackId: {
    length: 4,
    find: (_namespace, packet) => packet.length - 4,
    write(bytes, at, ackId) {
      for (let index = 0; index < 4; index++) bytes[at + index] = (ackId >>> (24 - 8 * index)) & 0xff;
    },
  },
  eventPattern: (_namespace, name) => new MsgpackEventPattern(name),
  isEvent: (bytes, start, end) =>
    start + TYPE_AT < end &&
    isShort(SHORT_MAP, bytes[start]) &&
    bytes[start + TYPE_AT] === EVENT &&
    isAt(BEFORE_TYPE, bytes, start + 1),
  readPacket(bytes, start, end) {
    const { value, problem } = readMsgpack(bytes, start, end, MOST_JSON_VALUES);
    return problem === undefined ? packetOf(value) : { type: 'illegal', reason: `a packet that is ${problem}` };
  },
  // Lengths stand in front here: what comes last is known when all has been read.
  findLastText(bytes, start, end, place) {
    const packet = this.readPacket(bytes, start, end);
    const last = packet.type === 'event' ? packet.args.at(-1) : undefined;
    if (typeof last !== 'string') return false;
    place.bytes = Buffer.from(last);
    place.start = 0;
    place.end = place.bytes.length;
    return true;
  },
};

/** The namespace, which stands behind the arguments, is not looked at: a session is in one alone. */
class MsgpackEventPattern implements EventPattern {
  readonly #name: Uint8Array;

  constructor(name: string) {
    this.#name = encodeMsgpack(name);
  }

  matches(bytes: Uint8Array, start: number, end: number): boolean {
    const nameAt = start + LIST_AT + 1;
    return (
      nameAt + this.#name.length <= end &&
      isShort(SHORT_MAP, bytes[start]) &&
      isShort(SHORT_LIST, bytes[start + LIST_AT]) &&
      isAt(BEFORE_LIST, bytes, start + 1) &&
      isAt(this.#name, bytes, nameAt)
    );
  }
}

function packetOf(packet: unknown): ServerPacket {
  if (!isJsonObject(packet)) return { type: 'illegal', reason: 'a packet that is no map' };
  const { type, data, nsp, id } = packet;
  if (typeof nsp !== 'string') return { type: 'illegal', reason: 'a packet without a namespace' };
  const ackId = ackIdOf(id);
  switch (type) {
    case CONNECT:
      return { type: 'connect', namespace: nsp, answer: connectAnswerOf(data) };
    case DISCONNECT:
      return { type: 'disconnect', namespace: nsp };
    case EVENT:
      return eventOf(nsp, data, { ackId, parts: 0 });
    case ACK:
      return { type: 'ack', namespace: nsp, id: ackId ?? 0, args: ackArgsOf(data) };
    case CONNECT_ERROR:
      return { type: 'connect-error', namespace: nsp, message: connectRefusalOf(data) };
    default:
      return { type: 'illegal', reason: 'an unknown Socket.IO packet type' };
  }
}

function isShort(kind: number, byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xf0) === kind;
}

function isAt(expected: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let index = expected.length - 1; index >= 0; index--) if (bytes[at + index] !== expected[index]) return false;
  return true;
}
