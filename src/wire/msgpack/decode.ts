import { isUtf8 } from 'node:buffer';
import { MAX_JSON_LEVELS } from '../../core/json.js';

/** What reading MessagePack came to: its value, or why it has none, as the end of "it is …". */
export type MsgpackReading =
  | { readonly value: unknown; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: string };

/** The problem of bytes that are no MessagePack. */
const NO_MSGPACK = 'no MessagePack';

/**
 * Reads one MessagePack value that fills `bytes[start … end)`, by the same bounds as JSON from outside. Byte strings and extensions, which
 * JSON has not, come as a copy of theirs; the extension by which JavaScript's encoders write `undefined` as null.
 * @param mostValues values that it may hold, keys not counted
 */
export function readMsgpack(bytes: Uint8Array, start: number, end: number, mostValues: number): MsgpackReading {
  const reader = new Reader(bytes.subarray(start, end), mostValues);
  try {
    const value = reader.read(0);
    return reader.isAtEnd ? { value } : { problem: NO_MSGPACK };
  } catch (thrown) {
    if (thrown instanceof Unreadable) return { problem: thrown.message };
    throw thrown;
  }
}

class Unreadable extends Error {}

/** What has a length of its own, by its type: what it is, and how many bytes tell the length. */
const SIZED: Readonly<
  Record<number, readonly [what: 'bytes' | 'extension' | 'text' | 'list' | 'map', sizeBytes: number]>
> = {
  0xc4: ['bytes', 1],
  0xc5: ['bytes', 2],
  0xc6: ['bytes', 4],
  0xc7: ['extension', 1],
  0xc8: ['extension', 2],
  0xc9: ['extension', 4],
  0xd9: ['text', 1],
  0xda: ['text', 2],
  0xdb: ['text', 4],
  0xdc: ['list', 2],
  0xdd: ['list', 4],
  0xde: ['map', 2],
  0xdf: ['map', 4],
};

/** Reads from the front to the end; what ends too early, or is none, is thrown as {@link Unreadable}. */
class Reader {
  readonly #bytes: Buffer;
  readonly #mostValues: number;
  #at = 0;
  #values = 0;

  constructor(bytes: Uint8Array, mostValues: number) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#mostValues = mostValues;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  read(level: number): unknown {
    if (++this.#values > this.#mostValues) throw new Unreadable(`MessagePack of more than ${this.#mostValues} values`);
    const type = this.#bytes[this.#take(1)] ?? 0;
    if (type < 0x80) return type;
    if (type < 0x90) return this.#map(type & 0x0f, level);
    if (type < 0xa0) return this.#list(type & 0x0f, level);
    if (type < 0xc0) return this.#text(type & 0x1f);
    if (type >= 0xe0) return type - 0x100;
    if (type >= 0xca && type <= 0xd3) return this.#number(type);
    return this.#other(type, level);
  }

  #other(type: number, level: number): unknown {
    if (type === 0xc0) return null;
    if (type === 0xc2 || type === 0xc3) return type === 0xc3;
    if (type >= 0xd4 && type <= 0xd8) return this.#extension(2 ** (type - 0xd4));
    const sized = SIZED[type];
    if (sized === undefined) throw new Unreadable(NO_MSGPACK);
    const [what, sizeBytes] = sized;
    const size = this.#bytes.readUIntBE(this.#take(sizeBytes), sizeBytes);
    switch (what) {
      case 'bytes':
        return this.#slice(size);
      case 'extension':
        return this.#extension(size);
      case 'text':
        return this.#text(size);
      case 'list':
        return this.#list(size, level);
      default:
        return this.#map(size, level);
    }
  }

  #number(type: number): number {
    switch (type) {
      case 0xca:
        return this.#bytes.readFloatBE(this.#take(4));
      case 0xcb:
        return this.#bytes.readDoubleBE(this.#take(8));
      case 0xcf:
        return Number(this.#bytes.readBigUInt64BE(this.#take(8)));
      case 0xd3:
        return Number(this.#bytes.readBigInt64BE(this.#take(8)));
      default: {
        const isSigned = type >= 0xd0;
        const size = 2 ** (type - (isSigned ? 0xd0 : 0xcc));
        return isSigned
          ? this.#bytes.readIntBE(this.#take(size), size)
          : this.#bytes.readUIntBE(this.#take(size), size);
      }
    }
  }

  #text(length: number): string {
    const from = this.#take(length);
    const text = this.#bytes.subarray(from, from + length);
    if (!isUtf8(text)) throw new Unreadable('MessagePack with a text that is not UTF-8');
    return text.toString();
  }

  #slice(length: number): Uint8Array {
    const from = this.#take(length);
    return new Uint8Array(this.#bytes.subarray(from, from + length));
  }

  /** @returns null for type 0 of one byte, by which `undefined` is written */
  #extension(length: number): Uint8Array | null {
    const kind = this.#bytes[this.#take(1)];
    const bytes = this.#slice(length);
    return kind === 0 && length === 1 ? null : bytes;
  }

  #list(length: number, level: number): unknown[] {
    this.#assertDepth(level);
    // One by one: how many were announced is not yet how many there are.
    const list: unknown[] = [];
    for (let index = 0; index < length; index++) list.push(this.read(level + 1));
    return list;
  }

  #map(length: number, level: number): object {
    this.#assertDepth(level);
    const entries: [string, unknown][] = [];
    for (let index = 0; index < length; index++) {
      const key = this.read(level + 1);
      if (typeof key !== 'string' && typeof key !== 'number') throw new Unreadable('MessagePack whose key is no text');
      this.#values--;
      entries.push([String(key), this.read(level + 1)]);
    }
    return Object.fromEntries(entries);
  }

  #assertDepth(level: number): void {
    if (level >= MAX_JSON_LEVELS) throw new Unreadable(`nested more than ${MAX_JSON_LEVELS} levels deep`);
  }

  /** Goes on by `length` bytes. @returns where they begin */
  #take(length: number): number {
    const from = this.#at;
    if (length > this.#bytes.length - from) throw new Unreadable(NO_MSGPACK);
    this.#at += length;
    return from;
  }
}
