import type { PacketParserName } from '../core/dialect-spec.js';
import type { ErrorKind } from '../core/error-kinds.js';
import type { JsonValue } from '../core/json.js';
import type { DialGuard } from '../net/dial-guard.js';
import type { ReceiveBudget } from './receive-budget.js';
import type { SocketTap } from './tap.js';
import type { ClientFrame } from './ws/frame-writer.js';
import type { UpgradeOptions } from './ws/handshake.js';

/** Version of Engine.IO: 3 is that of Socket.IO 2, 4 that of Socket.IO 3 and 4. */
export type EngineVersion = 3 | 4;

/** How a server differs from others of its protocol, as far as it is known. What is left out is found out when a session opens. */
export interface WireVariant {
  readonly engine?: EngineVersion | undefined;
  readonly parser?: PacketParserName | undefined;
}

/** The same when a session has opened. */
export type FoundVariant = { readonly [Key in keyof WireVariant]-?: NonNullable<WireVariant[Key]> };

/** What lets a connection take up an earlier one, where the server keeps the state of connections that were cut. */
export interface Resumption {
  /** What the server knows the earlier connection by. */
  readonly pid: string;
  /** How far that had come; undefined when nothing had come that says so. */
  readonly offset: string | undefined;
}

/** Where a session connects to, and by what means. */
export interface SessionOptions extends UpgradeOptions {
  /** `ws:` or `wss:` URL with the {@link Wire.query}. */
  readonly url: string;
  readonly namespace: string;
  /** What the client says of itself when it enters the namespace. */
  readonly auth?: JsonValue | undefined;
  /** What the connections of the thread may keep together of what servers have not ended. */
  readonly budget: ReceiveBudget;
  /** Is an event that asks for an acknowledgement answered at once? Left out: no. */
  readonly confirms?: boolean;
  /** For the whole way from the TCP connection to the namespace. */
  readonly timeoutMs: number;
  /** Says where connections may go; to this machine alone when left out. */
  readonly guard?: DialGuard;
  /** Looks on. */
  readonly tap?: SocketTap | undefined;
  /** Is it wanted that a later connection takes up this one? */
  readonly isRecoverable?: boolean;
  /** The earlier connection that this one is to take up. */
  readonly resume?: Resumption | undefined;
}

/** A packet for the server, as {@link Wire.encodeEvent} makes it: a text, or bytes that go as a binary message. */
export type Packet = string | Uint8Array;

/** Recognises the packets of one event by how a server writes them as usual: messages are told apart without being read. */
export interface EventPattern {
  /** Does the packet in `bytes[start … end)` begin like that? False may also mean that it is written unusually. */
  matches(bytes: Uint8Array, start: number, end: number): boolean;
}

/** The number in a packet by which an acknowledgement is asked for, so that a prepared packet can be sent with many numbers. */
export interface AckIdField {
  /** Bytes that a number of seven digits takes, whichever it is. */
  readonly length: number;
  /** Where it begins in a packet that {@link Wire.encodeEvent} made with such a number. */
  find(namespace: string, packet: Uint8Array): number;
  /** Writes a number of seven digits to `bytes[at …)`. */
  write(bytes: Uint8Array, at: number, ackId: number): void;
}

/** Who listens to a session. */
export interface SessionHandlers {
  /** Bytes have come in: what is told next came with them. */
  onRead(): void;
  /**
   * The server has taken up the connection that this one was to resume, with its rooms, and sends what that has missed. Called before
   * the first of that, perhaps while the session is still opening.
   */
  onRecovered(): void;
  /**
   * An event as it lies in the bytes that came in; called for every message, so it must be quick.
   * The bytes are valid during the call only.
   */
  onEvent(bytes: Uint8Array, start: number, end: number): void;
  /**
   * A binary part of the event that was told last, where it lies; where events are binary messages themselves there is none.
   * The bytes are valid during the call only.
   */
  onAttachment(bytes: Uint8Array, start: number, end: number): void;
  /** The server acknowledged the event that had asked for it by this number. @param args what it says with it */
  onAck(ackId: number, args: readonly unknown[]): void;
  /** A heartbeat was answered. */
  onPing(): void;
  /** A packet that is not legal. */
  onIllegal(reason: string): void;
  /**
   * The session ended, and not because we asked. Called once.
   * @param reason the end of a sentence
   * @param said what the server itself gave as its reason: a code, a text, or both
   */
  onLost(kind: ErrorKind, reason: string, said?: string): void;
}

/** One user's way to the chat, from its opening to its end. */
export interface Session {
  /** Bytes handed over that the server has not taken yet. */
  readonly bufferedBytes: number;
  readonly isOpen: boolean;
  /** The largest message that the server says it takes, bytes; undefined where it does not say. */
  readonly maxPayloadBytes: number | undefined;
  /** What the server speaks. */
  readonly variant: FoundVariant;
  /** What lets a later connection take up this one, now or when it is lost; undefined where the server does not offer it. */
  readonly resumption: Resumption | undefined;
  /** Sends one packet. */
  send(packet: Packet): void;
  /** Hands finished frames to the socket. The bytes may be used again when {@link bufferedBytes} is 0. */
  writeFrames(frames: Uint8Array): void;
  /** Reads, or reads no longer, what the server sends: heartbeats are then answered no longer, and no silence is found. */
  setReading(isReading: boolean): void;
  /**
   * Call about once a second, and when what has come in was read: a server that has been silent for too long is given up.
   * @param nowUs microseconds of a clock that only goes forward
   */
  tick(nowUs: number): void;
  /** Leaves in good order, within `atMostMs` milliseconds. @returns false when the server did not close in time */
  leave(atMostMs?: number): Promise<boolean>;
  /**
   * Ends the connection without a word, as when a network is gone: what was sent still leaves, and nothing more is heard.
   * @returns false when the server did not take all of it soon
   */
  cut(): Promise<boolean>;
  /** Drops the connection at once. */
  terminate(): void;
}

/** A server of the protocol answers, though not over WebSocket. */
export interface SecondOpinion {
  /** Why it does not let this client in, in its words; undefined when it would. */
  readonly refusal: string | undefined;
  /** Does it say itself that it speaks nothing else than what it was asked by now? */
  readonly isWithoutSockets?: boolean;
}

/** What came in as an event, read to its arguments; `other` is a packet that is none. */
export type WireEvent =
  | {
      readonly type: 'event';
      readonly namespace: string;
      readonly name: string;
      readonly args: readonly unknown[];
      /** The server asks for an acknowledgement by this number. */
      readonly ackId: number | undefined;
      /** Binary parts that follow: as many attachments are told of next. */
      readonly parts: number;
    }
  | { readonly type: 'other' }
  | { readonly type: 'illegal'; readonly reason: string };

/**
 * How a chat's events travel: all that a dialect and the engine know of a protocol. A new one is a folder beside `socketio/` with one
 * of these, and a line in `wires.ts`.
 */
export interface Wire {
  /** What the URL of an endpoint says of the protocol. */
  readonly query: Readonly<Record<string, string>>;
  /**
   * Is a server of this protocol behind a WebSocket URL?
   * @param headers of the request, beside those of the handshake
   * @throws OperationError when it is not, or may not be asked
   */
  probe(url: string, timeoutMs: number, guard: DialGuard, headers: Readonly<Record<string, string>>): Promise<void>;
  /**
   * Asks in another way whether a server of this protocol is behind a WebSocket URL that did not lead to one.
   * @returns undefined when none answers
   */
  secondOpinion(
    url: string,
    timeoutMs: number,
    guard: DialGuard,
    headers: Readonly<Record<string, string>>,
  ): Promise<SecondOpinion | undefined>;
  /** What a server says first, so that a session of the namespace opens: for a peer within this process. */
  welcome(namespace: string): readonly Packet[];
  /** Connects one user. @throws OperationError when it is refused, takes too long, or may not go there */
  open(options: SessionOptions, handlers: SessionHandlers): Promise<Session>;
  /** An event as one packet. @param ackId asks for an acknowledgement by this number */
  encodeEvent(namespace: string, name: string, args: readonly JsonValue[], ackId?: number): Packet;
  /** What acknowledges an event that asked for it by this number. */
  encodeAck(namespace: string, ackId: number): Packet;
  readonly ackId: AckIdField;
  /** A packet as a finished frame. */
  frame(packet: Packet): ClientFrame;
  /** How the packets of an event begin. */
  eventPattern(namespace: string, name: string): EventPattern;
  /** Reads any packet in `bytes[start … end)`; nothing is thrown. */
  readEvent(bytes: Uint8Array, start: number, end: number): WireEvent;
}
