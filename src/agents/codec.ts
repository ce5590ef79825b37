import { isJsonObject, readJson } from '../core/json.js';

/** More values than any message of ours has. */
const MOST_VALUES = 5_000_000;
/** Keys that begin so are ours: what has such a key of its own is wrapped. */
const OURS = '$';

/** What JSON has no form for: typed arrays in base 64, numbers that are none, and nothing at all. */
interface Form {
  readonly key: string;
  readonly write: (value: unknown) => string | undefined;
  readonly read: (text: string) => unknown;
}

const FORMS: readonly Form[] = [
  {
    key: '$u8',
    write: (value) => (value instanceof Uint8Array ? base64Of(value) : undefined),
    read: (text) => Uint8Array.from(Buffer.from(text, 'base64')),
  },
  {
    key: '$i32',
    write: (value) => (value instanceof Int32Array ? base64Of(value) : undefined),
    read: (text) => {
      const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
      if (bytes.length % Int32Array.BYTES_PER_ELEMENT !== 0)
        throw new CodecError('holds a list of integers that is cut');
      return new Int32Array(bytes.buffer);
    },
  },
  {
    key: '$number',
    write: (value) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : undefined),
    read: (text) => {
      if (!/^(?:-?Infinity|NaN)$/.test(text)) throw new CodecError('holds a number that is none');
      return Number(text);
    },
  },
];

/** What came is no message of ours. */
export class CodecError extends Error {
  override readonly name = 'CodecError';
}

/**
 * Plain data as text: objects, lists, texts, numbers, `Int32Array` and `Uint8Array`. Fields that are undefined are left out, as a
 * structured clone would keep them for nothing.
 */
export function encodeData(value: unknown): string {
  return JSON.stringify(toJson(value));
}

/** The inverse of {@link encodeData}. @throws CodecError for what is none, whatever a network brought */
export function decodeData(text: string): unknown {
  const { value, problem } = readJson(text, MOST_VALUES);
  if (problem !== undefined) throw new CodecError(`is ${problem}`);
  return fromJson(value);
}

function toJson(value: unknown): unknown {
  for (const { key, write } of FORMS) {
    const text = write(value);
    if (text !== undefined) return { [key]: text };
  }
  if (Array.isArray(value)) return value.map((entry: unknown) => (entry === undefined ? null : toJson(entry)));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.fromEntries(Object.entries(value).map(([key, field]) => [key, toJson(field)]));
  return Object.keys(fields).some((key) => key.startsWith(OURS)) ? { $object: fields } : fields;
}

function fromJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromJson);
  if (!isJsonObject(value)) return value;
  const [key = '', more] = Object.keys(value);
  if (!key.startsWith(OURS) || more !== undefined) return fieldsOf(value);
  const inner = value[key];
  if (key === '$object') return isJsonObject(inner) ? fieldsOf(inner) : unknown(key);
  const form = FORMS.find((one) => one.key === key);
  return form !== undefined && typeof inner === 'string' ? form.read(inner) : unknown(key);
}

function fieldsOf(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, fromJson(field)]));
}

function unknown(key: string): never {
  throw new CodecError(`holds a value of the unknown form ${key}`);
}

function base64Of({ buffer, byteOffset, byteLength }: Uint8Array | Int32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
