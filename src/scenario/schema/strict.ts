import * as z from 'zod';
import { unknownName } from '../../core/nearest.js';

/** A schema for each key of `T`, so that a type and its schema cannot have different keys. */
export type ShapeOf<T> = { readonly [K in keyof Required<T>]: z.ZodType };

/** An object that takes these keys and no others; the complaint about unknown keys has one line for each of them. */
export function strict<S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  const valid = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key: string) => unknownName('key', key, valid)).join('\n')
        : undefined,
  });
}

/** Text with at least one character. */
export const text = z.string().min(1);

/** A text with a check that may complain of several things; `pattern` is what editors check of it. */
export function checked(pattern: RegExp, check: (value: string) => readonly string[]) {
  return z
    .string()
    .superRefine((value, context) => {
      for (const message of check(value)) context.addIssue({ code: 'custom', message });
    })
    .meta({ pattern: pattern.source });
}
