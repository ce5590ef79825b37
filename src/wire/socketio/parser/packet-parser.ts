import type { JsonValue } from '../../../core/json.js';
import type { AckIdField, EventPattern, Packet } from '../../wire.js';
import type { ServerPacket } from '../packets.js';

/** Where a text lies: in `bytes[start … end)`. */
export interface TextPlace {
  bytes: Uint8Array;
  start: number;
  end: number;
}

/** How Socket.IO packets are written inside Engine.IO messages: a server and its clients have agreed on one. */
export interface PacketParser {
  /** Are packets binary messages? Then texts are of Engine.IO alone. */
  readonly isBinary: boolean;
  /** The CONNECT packet for a namespace, with an auth payload if given; `null` is none, as servers take it for illegal. */
  encodeConnect(namespace: string, auth?: JsonValue): Packet;
  /** The DISCONNECT packet: leaves the namespace. */
  encodeDisconnect(namespace: string): Packet;
  /** An EVENT packet. @param ackId asks for an acknowledgement by this number */
  encodeEvent(namespace: string, name: string, args: readonly JsonValue[], ackId?: number): Packet;
  /** An ACK packet without arguments: what the server asked for by an event with this number. */
  encodeAck(namespace: string, ackId: number): Packet;
  /** The ACK packet that the EVENT packet in `bytes[start … end)` asks for; undefined when it asks for none. Called for every event. */
  receiptFor(bytes: Uint8Array, start: number, end: number): Packet | undefined;
  readonly ackId: AckIdField;
  /** How the packet of an event begins when `socket.io` writes it. */
  eventPattern(namespace: string, name: string): EventPattern;
  /** Is the message in `bytes[start … end)` an EVENT packet, by its beginning? */
  isEvent(bytes: Uint8Array, start: number, end: number): boolean;
  /** Reads the packet in `bytes[start … end)`; nothing is thrown. */
  readPacket(bytes: Uint8Array, start: number, end: number): ServerPacket;
  /**
   * Looks for the last argument of the EVENT packet in `bytes[start … end)`, if it is a text.
   * @param place takes where it lies; an empty place for a text that is written with escapes
   * @returns false when it is none
   */
  findLastText(bytes: Uint8Array, start: number, end: number, place: TextPlace): boolean;
}
