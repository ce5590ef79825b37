import type { JsonValue } from '../../core/json.js';

/*
 * MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md), as far as JSON values need it. The smallest form is taken for
 * every value, as other encoders do.
 */

/** Types of a container or a text by how its length is written: in the first byte, or in 1, 2 or 4 bytes after it. */
interface Sizes {
  readonly fixed: number;
  readonly mostFixed: number;
  /** Of lists and maps there is none. */
  readonly bytes1?: number;
  readonly bytes2: number;
  readonly bytes4: number;
}

const TEXT: Sizes = { fixed: 0xa0, mostFixed: 31, bytes1: 0xd9, bytes2: 0xda, bytes4: 0xdb };
const LIST: Sizes = { fixed: 0x90, mostFixed: 15, bytes2: 0xdc, bytes4: 0xdd };
const MAP: Sizes = { fixed: 0x80, mostFixed: 15, bytes2: 0xde, bytes4: 0xdf };
const [NIL, FALSE, TRUE, FLOAT_64] = [0xc0, 0xc2, 0xc3, 0xcb];
const [UINT_8, UINT_16, UINT_32, UINT_64] = [0xcc, 0xcd, 0xce, 0xcf];
const [INT_8, INT_16, INT_32, INT_64] = [0xd0, 0xd1, 0xd2, 0xd3];

/** A JSON value as MessagePack. */
export function encodeMsgpack(value: JsonValue): Buffer {
  const parts: Uint8Array[] = [];
  write(value, parts);
  return Buffer.concat(parts);
}

function write(value: JsonValue, parts: Uint8Array[]): void {
  if (value === null) parts.push(Uint8Array.of(NIL));
  else if (typeof value === 'boolean') parts.push(Uint8Array.of(value ? TRUE : FALSE));
  else if (typeof value === 'number') parts.push(numberBytes(value));
  else if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    parts.push(sizeBytes(TEXT, bytes.length), bytes);
  } else if (Array.isArray(value)) {
    parts.push(sizeBytes(LIST, value.length));
    for (const item of value as readonly JsonValue[]) write(item, parts);
  } else {
    const entries = Object.entries(value as Readonly<Record<string, JsonValue>>);
    parts.push(sizeBytes(MAP, entries.length));
    for (const [key, item] of entries) {
      write(key, parts);
      write(item, parts);
    }
  }
}

function sizeBytes({ fixed, mostFixed, bytes1, bytes2, bytes4 }: Sizes, size: number): Uint8Array {
  if (size <= mostFixed) return Uint8Array.of(fixed | size);
  if (bytes1 !== undefined && size < 0x100) return Uint8Array.of(bytes1, size);
  const head = Buffer.alloc(size < 0x1_0000 ? 3 : 5);
  head[0] = size < 0x1_0000 ? bytes2 : bytes4;
  head.writeUIntBE(size, 1, head.length - 1);
  return head;
}

function numberBytes(value: number): Uint8Array {
  if (!Number.isSafeInteger(value)) {
    const bytes = Buffer.alloc(9, FLOAT_64);
    bytes.writeDoubleBE(value, 1);
    return bytes;
  }
  return value < 0 ? negativeBytes(value) : positiveBytes(value);
}

function positiveBytes(value: number): Uint8Array {
  if (value < 0x80) return Uint8Array.of(value);
  if (value < 0x100) return Uint8Array.of(UINT_8, value);
  if (value < 0x1_0000) return Uint8Array.of(UINT_16, value >> 8, value & 0xff);
  const bytes = Buffer.alloc(value < 2 ** 32 ? 5 : 9);
  bytes[0] = value < 2 ** 32 ? UINT_32 : UINT_64;
  if (value < 2 ** 32) bytes.writeUInt32BE(value, 1);
  else bytes.writeBigUInt64BE(BigInt(value), 1);
  return bytes;
}

function negativeBytes(value: number): Uint8Array {
  if (value >= -0x20) return Uint8Array.of(value & 0xff);
  const size = value >= -0x80 ? 1 : value >= -0x8000 ? 2 : value >= -(2 ** 31) ? 4 : 8;
  const bytes = Buffer.alloc(1 + size);
  bytes[0] = { 1: INT_8, 2: INT_16, 4: INT_32, 8: INT_64 }[size] ?? INT_64;
  if (size === 8) bytes.writeBigInt64BE(BigInt(value), 1);
  else bytes.writeIntBE(value, 1, size);
  return bytes;
}
