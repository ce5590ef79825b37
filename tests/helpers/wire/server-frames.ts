import { isUtf8 } from 'node:buffer';
import * as ws from 'ws';
import { FrameReader } from '#dist/wire/ws/frame-reader.js';
import { OPCODE } from '#dist/wire/ws/frame-writer.js';

/** How a frame departs from the plain one. */
export interface FrameShape {
  /** Is it the last of its message? It is, as a rule. */
  readonly final?: boolean;
  /** How many bytes hold the length after the first one; as few as will do, as a rule. */
  readonly lengthBytes?: 0 | 2 | 8;
}

/** A frame as a server sends it: not masked. */
export function serverFrame(opcode: number, payload: string | Uint8Array, shape: FrameShape = {}): Buffer {
  const bytes = Buffer.from(payload as string);
  const { final = true, lengthBytes = bytes.length < 126 ? 0 : bytes.length < 65_536 ? 2 : 8 } = shape;
  const head = Buffer.alloc(2 + lengthBytes);
  head[0] = (final ? 0x80 : 0) | opcode;
  head[1] = lengthBytes === 0 ? bytes.length : lengthBytes === 2 ? 126 : 127;
  if (lengthBytes > 0) head.writeUIntBE(bytes.length, 2 + Math.max(0, lengthBytes - 6), Math.min(6, lengthBytes));
  return Buffer.concat([head, bytes]);
}

/** A whole text message from a server. */
export const serverText = (text: string): Buffer => serverFrame(OPCODE.text, text);

/** Handlers that write down what they are told, and the list that they write into. */
function recorder(): { told: string[]; handlers: ConstructorParameters<typeof FrameReader>[0] } {
  const told: string[] = [];
  const handlers = {
    onText: (bytes: Uint8Array, start: number, end: number) =>
      told.push(`text ${Buffer.from(bytes.subarray(start, end)).toString('latin1')}`),
    onBinary: (bytes: Uint8Array, start: number, end: number) =>
      told.push(`binary ${Buffer.from(bytes.subarray(start, end)).toString('latin1')}`),
    onPing: (payload: Uint8Array) => told.push(`ping ${Buffer.from(payload).toString('latin1')}`),
    onClose: (code: number) => told.push(`close ${code}`),
    onIllegal: (code: number) => told.push(`illegal ${code}`),
  };
  return { told, handlers };
}

/**
 * What our reader tells of these chunks. They lie one after the other in the same buffer, at changing places, and what is left
 * there afterwards looks like text messages.
 */
export function readByUs(chunks: readonly Uint8Array[], maxPayloadBytes: number): string[] {
  const { told, handlers } = recorder();
  const reader = new FrameReader(handlers, maxPayloadBytes);
  const shared = Buffer.alloc(Math.max(0, ...chunks.map(({ length }) => length)) + 8, 0x81);
  chunks.forEach((chunk, index) => {
    const at = index % 8;
    shared.set(chunk, at);
    reader.read(shared, at, at + chunk.length);
    shared.fill(0x81);
  });
  return told;
}

/** The part of the receiver of `ws` that is used here; its types leave it out. */
interface Receiver {
  on(event: 'message', listener: (data: Buffer, isBinary: boolean) => void): this;
  on(event: 'ping', listener: (data: Buffer) => void): this;
  on(event: 'conclude', listener: (code: number, reason: Buffer) => void): this;
  _write(chunk: Buffer, encoding: string, done: (error?: Error) => void): void;
}
const { Receiver } = ws as unknown as { readonly Receiver: new (options: object) => Receiver };

/**
 * What the `ws` package tells of these chunks, in the words of {@link readByUs}; as a server it wants masked frames. It is not to
 * look whether texts are UTF-8, since our reader leaves that to whoever reads them as text; the reasons of close frames both look at.
 */
export function readByWs(chunks: readonly Uint8Array[], maxPayload: number, isServer = false): string[] {
  const told: string[] = [];
  const receiver = new Receiver({ isServer, maxPayload, skipUTF8Validation: true });
  receiver.on('message', (data, isBinary) => {
    told.push(`${isBinary ? 'binary' : 'text'} ${data.toString('latin1')}`);
  });
  receiver.on('ping', (data) => void told.push(`ping ${data.toString('latin1')}`));
  receiver.on('conclude', (code, reason) => void told.push(isUtf8(reason) ? `close ${code}` : 'illegal 1007'));
  let failed = false;
  for (const chunk of chunks) {
    if (failed) break;
    // What a stream calls, so that errors are told at once; with a copy, since the mask is taken off in place.
    receiver['_write'](Buffer.from(chunk), 'buffer', (error) => {
      if (error === undefined) return;
      failed = true;
      told.push(`illegal ${statusOf(error)}`);
    });
  }
  return told;
}

/** The status that `ws` would close with after an error. */
function statusOf(error: Error): number {
  const symbol = Object.getOwnPropertySymbols(error).find(({ description }) => description === 'status-code');
  return symbol === undefined ? 0 : ((error as unknown as Record<symbol, number>)[symbol] ?? 0);
}

/** Cuts a stream at these places. */
export function cut(stream: Uint8Array, places: readonly number[]): Uint8Array[] {
  const inside = places.map((place) => place % (stream.length + 1));
  const ends = [...inside, stream.length].toSorted((a, b) => a - b);
  return ends.map((end, index) => stream.subarray(ends[index - 1] ?? 0, end));
}

/** A stream in chunks of `size` bytes. */
export function inChunksOf(size: number, stream: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.ceil(stream.length / size) }, (_, index) =>
    stream.subarray(index * size, (index + 1) * size),
  );
}
