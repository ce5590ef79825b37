import type * as z from 'zod';
import { isJsonObject, valueAtPath } from '../../core/json.js';

/** Deeper than any file of ours nests, so that every round can give up one more level. */
const MOST_ROUNDS = 20;

/**
 * What is left of a value when all that its schema complains about is taken out, so that the rest can be checked further
 * and every problem be named at once; undefined when what is required is among it.
 */
export function salvage<T>(schema: z.ZodType<T>, raw: unknown): T | undefined {
  const copy = structuredClone(raw);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const parsed = schema.safeParse(copy);
    if (parsed.success) return parsed.data;
    const paths = parsed.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path],
    );
    if (!paths.every((path) => remove(copy, path.map(String)))) return undefined;
  }
  return undefined;
}

/** Removes the value at a path, or what surrounds it when it is not there or in a list; false when that is everything. */
function remove(root: unknown, path: readonly string[]): boolean {
  const key = path.at(-1);
  if (key === undefined) return false;
  const parentPath = path.slice(0, -1);
  const parent = parentPath.reduce(valueAtPath, root);
  if (isJsonObject(parent) && Object.hasOwn(parent, key)) return Reflect.deleteProperty(parent, key);
  return remove(root, parentPath);
}
