import type { Socket } from 'node:net';
import { append, NO_BYTES } from '../byte-room.js';
import type { Packet } from '../wire.js';
import { applyMask, OPCODE } from './frame-writer.js';
import { acceptFor } from './upgrade.js';

const KEY = /\r\nSec-WebSocket-Key: (\S+)\r\n/i;
const END_OF_HEAD = '\r\n\r\n';
const HEADER_LENGTH = 2;
const KEY_LENGTH = 4;
const LENGTH_16 = 126;
/** Of a head or a frame; whoever sends more is no client of ours. */
const MOST_BYTES = 64 * 1024;

/** Who listens to a peer. */
export interface PeerHandlers {
  /** Has answered the handshake. */
  onOpened(): void;
  /** A message without its mask, as it lies in `bytes[start … end)` during the call. */
  onMessage(bytes: Uint8Array, start: number, end: number): void;
  /** All that came with what was told was told. */
  onRead(): void;
}

/**
 * The other end of a connection of our own client, within this process: the part of a server (RFC 6455) that such a client needs. It
 * takes whole messages in the mask that ours has, and drops whoever sends anything else.
 */
export class WebSocketPeer {
  readonly #socket: Socket;
  readonly #handlers: PeerHandlers;
  #isOpen = false;
  /** What has come of a head or a frame. */
  #rest: Uint8Array = NO_BYTES;

  constructor(socket: Socket, handlers: PeerHandlers) {
    this.#socket = socket;
    this.#handlers = handlers;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('end', () => socket.destroy());
    socket.on('error', () => socket.destroy());
  }

  /** Writes finished frames, which are not to be changed afterwards. */
  write(frames: Uint8Array): void {
    if (this.#socket.writable) this.#socket.write(frames);
  }

  /** Drops the connection at once. */
  terminate(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    const bytes =
      this.#rest.length === 0 ? chunk : append(this.#rest, this.#rest.length, chunk, this.#rest.length + chunk.length);
    const end = this.#rest.length + chunk.length;
    const at = this.#isOpen ? this.#readFrames(bytes, end) : this.#shake(bytes, end);
    this.#rest = at === end ? NO_BYTES : Uint8Array.from(bytes.subarray(at, end));
    if (this.#rest.length > MOST_BYTES) this.terminate();
    else this.#handlers.onRead();
  }

  /** @returns where the frames begin */
  #shake(bytes: Uint8Array, end: number): number {
    const head = Buffer.from(bytes.buffer, bytes.byteOffset, end).toString('latin1');
    const endOfHead = head.indexOf(END_OF_HEAD);
    if (endOfHead === -1) return 0;
    const key = KEY.exec(head)?.[1] ?? '';
    this.#socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${acceptFor(key)}\r\n\r\n`,
    );
    this.#isOpen = true;
    this.#handlers.onOpened();
    return endOfHead + END_OF_HEAD.length;
  }

  /** @returns where the first frame begins that is not whole */
  #readFrames(bytes: Uint8Array, end: number): number {
    let at = 0;
    while (end - at >= HEADER_LENGTH + KEY_LENGTH) {
      let length = (bytes[at + 1] ?? 0) & 0x7f;
      let payloadAt = at + HEADER_LENGTH + KEY_LENGTH;
      if (length === LENGTH_16) {
        length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
        payloadAt += 2;
      }
      const next = payloadAt + length;
      if (next > end) break;
      applyMask(bytes, payloadAt, next, payloadAt);
      this.#handlers.onMessage(bytes, payloadAt, next);
      at = next;
    }
    return at;
  }
}

/** A packet as a server's frame. @param packet of less than 64 KiB */
export function encodeServerFrame(packet: Packet): Buffer {
  const payload = Buffer.from(packet);
  const opcode = typeof packet === 'string' ? OPCODE.text : OPCODE.binary;
  const isShort = payload.length < LENGTH_16;
  const header = isShort
    ? [0x80 | opcode, payload.length]
    : [0x80 | opcode, LENGTH_16, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from(header), payload]);
}
