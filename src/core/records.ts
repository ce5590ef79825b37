import type { JsonValue } from './json.js';

/** The keys of an object literal, in their order. An object that may have more of them than its type says does not belong here. */
export function keysOf<Key extends string>(literal: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(literal) as Key[];
}

/** An object with a value for each of `names`, in their order. */
export function recordOf<Name extends string, Value>(
  names: readonly Name[],
  valueOf: (name: Name) => Value,
): Record<Name, Value> {
  // The names are all the keys that there are, which the type of fromEntries does not say.
  return Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<Name, Value>;
}

/** `source` with these of its fields alone, in their order. */
export function pickFields<Source extends object, Name extends keyof Source & string>(
  source: Source,
  names: readonly Name[],
): Pick<Source, Name> {
  return recordOf(names, (name) => source[name]) as Pick<Source, Name>;
}

/** What `T` is to readers: no part of it can be changed. */
export type ReadonlyDeep<T> = [JsonValue] extends [T]
  ? T
  : T extends object
    ? { readonly [K in keyof T]: ReadonlyDeep<T[K]> }
    : T;
