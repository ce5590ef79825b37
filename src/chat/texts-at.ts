import { isJsonObject } from '../core/json.js';

/** Stands in a path for every entry of a list, and for every value of an object. */
const EACH = '*';

/** The texts in a value at a dotted path: `0.text`, and `0.*.text` for a list of messages. What else lies there is left out. */
export function textsAt(value: unknown, path: string): string[] {
  return allAt(value, path).flatMap((one) => textOf(one) ?? []);
}

/** All texts in a value, with the number of objects that each lies in; a list on the way makes no difference. */
export function textsByDepth(value: unknown, depth = 0): { readonly text: string; readonly depth: number }[] {
  const text = textOf(value);
  if (text !== undefined) return [{ text, depth }];
  if (Array.isArray(value)) return value.flatMap((entry) => textsByDepth(entry, depth));
  return isJsonObject(value) ? Object.values(value).flatMap((entry) => textsByDepth(entry, depth + 1)) : [];
}

/** The numbers of the binary parts that stand for texts there. */
export function partsAt(value: unknown, path: string): number[] {
  // What the official parser writes in the place of a binary part.
  return allAt(value, path).flatMap((one) =>
    isJsonObject(one) && one['_placeholder'] === true && typeof one['num'] === 'number' ? [one['num']] : [],
  );
}

/** Bytes, which packets in MessagePack may hold, are a text as far as ASCII goes. */
function textOf(value: unknown): string | undefined {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.length).toString('latin1');
  return typeof value === 'string' ? value : undefined;
}

function allAt(value: unknown, path: string): unknown[] {
  let found: unknown[] = [value];
  for (const key of path === '' ? [] : path.split('.')) found = found.flatMap((one) => valuesAt(one, key));
  return found;
}

function valuesAt(value: unknown, key: string): unknown[] {
  if (Array.isArray(value)) {
    const list = value as readonly unknown[];
    if (key === EACH) return [...list];
    return /^\d+$/.test(key) && Number(key) < list.length ? [list[Number(key)]] : [];
  }
  if (!isJsonObject(value)) return [];
  if (key === EACH) return Object.values(value);
  return Object.hasOwn(value, key) ? [value[key]] : [];
}
