import { isUtf8 } from 'node:buffer';
import { append, NO_BYTES } from '../byte-room.js';
import { OPCODE } from './frame-writer.js';

/*
 * A server's frames (RFC 6455, section 5.2) as they lie in the bytes of a chunk:
 *
 *   81  7E 01 3A   34 32 5B 22 …      81  05  …            81  7E 00
 *   │   │  length  payload            └ the next frame      └ the beginning of one more: kept for the next chunk
 *   │   └ no mask; below 126 the length itself, 126: 16 bits follow, 127: 64 bits
 *   └ FIN and opcode 1: a whole text message, the hot path; opcode 2: a binary one
 *
 * A whole message is handed on where it lies, as two offsets. A frame that chunks share is put together by itself, and what
 * follows it is read where it lies. Fragments, control frames and whatever is illegal take the slow path below it.
 *
 * Whether a text is UTF-8 is asked by who reads it as text: a copy that is recognised by its mark never is.
 */

/** Who takes what a reader finds. The bytes are valid during the call only. */
export interface FrameHandlers {
  onText(bytes: Uint8Array, start: number, end: number): void;
  onBinary(bytes: Uint8Array, start: number, end: number): void;
  onPing(payload: Uint8Array): void;
  /**
   * @param code the peer's, 1005 when it gave none
   * @param reason the peer's, mostly empty
   */
  onClose(code: number, reason: string): void;
  /** What came is not legal; nothing more is read. The code is that of RFC 6455, section 7.4.1. */
  onIllegal(code: number, reason: string): void;
}

const WHOLE_TEXT = 0x81;
const WHOLE_BINARY = 0x82;
const FINAL = 0x80;
const RESERVED = 0x70;
const CONTROL = 0x08;
const MASKED = 0x80;
const LENGTH_16 = 126;
const MAX_CONTROL_PAYLOAD = 125;
const NO_STATUS = 1005;
const PROTOCOL_ERROR = 1002;
const NOT_UTF8 = 1007;
const TOO_BIG = 1009;

/** Reads one connection's frames out of chunks that may be split anywhere. */
export class FrameReader {
  readonly #handlers: FrameHandlers;
  readonly #maxPayloadBytes: number;
  /** The beginning of a frame whose end has not come yet. */
  #rest: Uint8Array | undefined;
  #restLength = 0;
  /** What came of a message in fragments. */
  #fragments: Uint8Array | undefined;
  #fragmentsLength = 0;
  #fragmentsAreText = false;
  /** After a close frame, or something illegal, nothing more is read. */
  #ended = false;

  /** @param maxPayloadBytes of one message, 125 or more; a larger one is illegal, and is not buffered */
  constructor(handlers: FrameHandlers, maxPayloadBytes: number) {
    this.#handlers = handlers;
    this.#maxPayloadBytes = maxPayloadBytes;
  }

  /** Bytes of memory for what has begun and not ended. */
  get heldBytes(): number {
    return (this.#rest?.length ?? 0) + (this.#fragments?.length ?? 0);
  }

  /** Nothing more is read, and nothing is kept; also from within a handler. */
  stop(): void {
    this.#ended = true;
    this.#rest = undefined;
    this.#fragments = undefined;
  }

  /** Takes the chunk `bytes[start … end)`, which may be overwritten afterwards. */
  read(bytes: Uint8Array, start: number, end: number): void {
    let at = start;
    while (this.#rest !== undefined && at < end) at = this.#complete(this.#rest, bytes, at, end);
    if (at < end) this.#keep(bytes, this.#readFrames(bytes, at, end), end);
  }

  /** Adds to the frame that is not whole yet what it lacks, as far as that is known. @returns where the bytes go on */
  #complete(rest: Uint8Array, bytes: Uint8Array, start: number, end: number): number {
    const wanted = lengthOfFrame(rest, this.#restLength);
    const at = Math.min(end, start + wanted - this.#restLength);
    this.#rest = append(rest, this.#restLength, bytes.subarray(start, at), wanted);
    this.#restLength += at - start;
    if (this.#readFrames(this.#rest, 0, this.#restLength) > 0) this.#rest = undefined;
    return at;
  }

  /** Reads whole frames from `start` on. @returns where the first one begins that is not whole */
  #readFrames(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    while (end - at >= 2 && !this.#ended) {
      const first = bytes[at] ?? 0;
      let length = bytes[at + 1] ?? 0;
      let payloadAt = at + 2;
      if (first !== WHOLE_TEXT || length > LENGTH_16 || this.#fragments !== undefined) {
        if (!this.#isLegalHeader(first, length)) break;
      }
      if (length >= LENGTH_16) {
        payloadAt += length === LENGTH_16 ? 2 : 8;
        if (payloadAt > end) break;
        length = readLength(bytes, at + 2, payloadAt);
      }
      if (length + this.#fragmentsLength > this.#maxPayloadBytes && (first & CONTROL) === 0) {
        this.#fail(TOO_BIG, 'a message that is too big');
        break;
      }
      const next = payloadAt + length;
      if (next > end) break;
      if (first === WHOLE_TEXT) this.#handlers.onText(bytes, payloadAt, next);
      else if (first === WHOLE_BINARY) this.#handlers.onBinary(bytes, payloadAt, next);
      else this.#onUnusual(first, bytes.subarray(payloadAt, next));
      at = next;
    }
    return this.#ended ? end : at;
  }

  #isLegalHeader(first: number, lengthByte: number): boolean {
    const opcode = first & 0x0f;
    const isControl = (opcode & CONTROL) !== 0;
    let problem: string | undefined;
    if ((first & RESERVED) !== 0) problem = 'reserved bits are set';
    else if ((lengthByte & MASKED) !== 0) problem = 'a masked frame from a server';
    else if (isControl) {
      if (opcode > OPCODE.pong) problem = `the unknown opcode ${opcode}`;
      else if ((first & FINAL) === 0) problem = 'a control frame in fragments';
      else if (lengthByte > MAX_CONTROL_PAYLOAD) problem = 'a control frame that is too long';
      else if (opcode === OPCODE.close && lengthByte === 1) problem = 'a close frame with half a status';
    } else if (opcode > OPCODE.binary) problem = `the unknown opcode ${opcode}`;
    else if ((opcode === OPCODE.continuation) !== (this.#fragments !== undefined)) {
      problem = 'a fragment that does not belong to a message, or a message inside another';
    }
    if (problem !== undefined) this.#fail(PROTOCOL_ERROR, problem);
    return problem === undefined;
  }

  #onUnusual(first: number, payload: Uint8Array): void {
    switch (first & 0x0f) {
      case OPCODE.close:
        this.#onClose(payload);
        break;
      case OPCODE.ping:
        this.#handlers.onPing(payload);
        break;
      case OPCODE.pong:
        break;
      default:
        this.#onFragment(first, payload);
    }
  }

  #onClose(payload: Uint8Array): void {
    const code = payload.length === 0 ? NO_STATUS : ((payload[0] ?? 0) << 8) | (payload[1] ?? 0);
    if (payload.length > 0 && !isStatusCode(code)) this.#fail(PROTOCOL_ERROR, 'a close frame with an illegal status');
    else if (!isUtf8(payload.subarray(2))) this.#fail(NOT_UTF8, 'a close frame whose reason is not UTF-8');
    else {
      this.#ended = true;
      this.#handlers.onClose(code, Buffer.from(payload.subarray(2)).toString());
    }
  }

  /** A part of a message. */
  #onFragment(first: number, payload: Uint8Array): void {
    if (this.#fragments === undefined) this.#fragmentsAreText = (first & 0x0f) === OPCODE.text;
    this.#fragments = append(this.#fragments ?? NO_BYTES, this.#fragmentsLength, payload, this.#maxPayloadBytes);
    this.#fragmentsLength += payload.length;
    if ((first & FINAL) === 0) return;
    const [whole, length] = [this.#fragments, this.#fragmentsLength];
    this.#fragments = undefined;
    this.#fragmentsLength = 0;
    if (this.#fragmentsAreText) this.#handlers.onText(whole, 0, length);
    else this.#handlers.onBinary(whole, 0, length);
  }

  #fail(code: number, reason: string): void {
    this.#ended = true;
    this.#handlers.onIllegal(code, reason);
  }

  /** Keeps the beginning of a frame, in no more memory than it needs. */
  #keep(bytes: Uint8Array, at: number, end: number): void {
    if (at === end) return;
    this.#rest = append(NO_BYTES, 0, bytes.subarray(at, end), end - at);
    this.#restLength = end - at;
  }
}

/** How long the legal frame is of which the first `known` bytes are here, or how much of it tells that. */
function lengthOfFrame(bytes: Uint8Array, known: number): number {
  if (known < 2) return 2;
  const length = bytes[1] ?? 0;
  if (length < LENGTH_16) return 2 + length;
  const payloadAt = length === LENGTH_16 ? 4 : 10;
  return known < payloadAt ? payloadAt : payloadAt + readLength(bytes, 2, payloadAt);
}

/** A 16- or 64-bit length, big-endian. */
function readLength(bytes: Uint8Array, from: number, to: number): number {
  let length = 0;
  for (let at = from; at < to; at++) length = length * 256 + (bytes[at] ?? 0);
  return length;
}

/** May a peer send this status (RFC 6455, section 7.4)? */
function isStatusCode(code: number): boolean {
  return (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) || (code >= 3000 && code <= 4999);
}
