import * as z from 'zod';
import type { AnyMessage } from '../../core/language/template.js';
import { inEnglish } from '../../core/language/words.js';

/** A schema for each key of `T`, so that a type and its schema cannot have different keys. */
export type ShapeOf<T> = { readonly [K in keyof Required<T>]: z.ZodType };

/** An object that takes these keys and no others; the complaint about others is the list of those that there are, a line for each. */
export function strict<S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  const valid = Object.keys(shape).join('\n');
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? valid : undefined) });
}

/** What zod takes as an issue, or as what to say of a check: a message that can be told in any language. */
export function complaint(said: AnyMessage, ...path: PropertyKey[]) {
  return { code: 'custom' as const, message: inEnglish(said), path, params: { said } };
}

/** Text with at least one character. */
export const text = z.string().min(1);

/** A text with a check that may complain of several things; `pattern` is what editors check of it. */
export function checked(pattern: RegExp, check: (value: string) => readonly AnyMessage[]) {
  return z
    .string()
    .superRefine((value, context) => {
      for (const said of check(value)) context.addIssue(complaint(said));
    })
    .meta({ pattern: pattern.source });
}
