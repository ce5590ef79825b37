import { isJsonObject } from '../core/json.js';

/** Stands in a path for every entry of a list, and for every value of an object. */
const EACH = '*';

/** The texts in a value at a dotted path: `0.text`, and `0.*.text` for a list of messages. What else lies there is left out. */
export function textsAt(value: unknown, path: string): string[] {
  let found: unknown[] = [value];
  for (const key of path === '' ? [] : path.split('.')) found = found.flatMap((one) => valuesAt(one, key));
  return found.filter((one) => typeof one === 'string');
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
