import * as z from 'zod';
import { isJsonObject } from '../../core/json.js';

/** A part of a collection: its key in a path, the schema that it must fit, and its value. */
type Part = readonly [PropertyKey, z.core.$ZodType, unknown];

/** A collection with so many faulty rows is not looked at any further: what is wrong with it has been seen. */
const MOST_FAULTY_ROWS = 1000;

/**
 * How a collection is checked here. Zod's own ones keep what is wrong with every row, and a large file may hold millions of them:
 * this one keeps each fault of a field once, in whatever row it is.
 * @param partsOf the collection; undefined when the value is none
 * @param fault what is wrong with a value that is none
 */
function briefly(
  partsOf: (value: unknown) => Iterable<Part> | undefined,
  fault: string,
): z.core.$ZodType['_zod']['run'] {
  return (payload, context) => {
    const parts = partsOf(payload.value);
    if (parts === undefined) payload.issues.push({ code: 'custom', input: payload.value, message: fault });
    const told = new Set<string>();
    let faultyRows = 0;
    for (const [key, { _zod: internals }, value] of parts ?? []) {
      const result = internals.run({ value, issues: [] }, context);
      if (result instanceof Promise) throw new z.core.$ZodAsyncError();
      for (const issue of result.issues) {
        const path = issue.path ?? [];
        const field = fieldName(path);
        if (!told.has(field)) payload.issues.push({ ...issue, path: [key, ...path] });
        told.add(field);
      }
      if (result.issues.length > 0 && ++faultyRows === MOST_FAULTY_ROWS) break;
    }
    return payload;
  };
}

/** The name of a field in whatever row of a list it is: `timeline[].sent`. */
export function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? '[]' : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

/**
 * A list; of a fault in several rows one is told. A copy, such as `meta` makes, checks as zod does.
 * @param most rows that it may have, where much is kept of each
 */
export function listOf<Item extends z.ZodType>(item: Item, most = Number.POSITIVE_INFINITY): z.ZodArray<Item> {
  function* partsOf(rows: readonly unknown[]): Iterable<Part> {
    for (const [index, row] of rows.entries()) yield [index, item, row];
  }
  const isBounded = most !== Number.POSITIVE_INFINITY;
  const schema = isBounded ? z.array(item).max(most) : z.array(item);
  const isShort = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.length <= most;
  const fault = isBounded ? `must be an array of at most ${most}` : 'must be an array';
  const { _zod: internals } = schema;
  internals.run = briefly((value) => (isShort(value) ? partsOf(value) : undefined), fault);
  return schema;
}

/** An object with any names that fit `name`; of a fault in several of its values one is told, as in a {@link listOf}. */
export function dictionary<Value extends z.ZodType>(name: z.ZodString, value: Value): z.ZodRecord<z.ZodString, Value> {
  function* partsOf(given: object): Iterable<Part> {
    for (const [key, row] of Object.entries(given)) {
      yield [0, name, key];
      yield [0, value, row];
    }
  }
  const schema = z.record(name, value);
  const { _zod: internals } = schema;
  internals.run = briefly((given) => (isJsonObject(given) ? partsOf(given) : undefined), 'must be an object');
  return schema;
}
