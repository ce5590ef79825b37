import * as z from 'zod';
import type { Parser } from '../parsers.js';

/** How editors check an option's value; the exact check is the option's parser. */
export const WHOLE = { type: 'integer' } as const;
export const WHOLE_OR_TEXT = { type: ['integer', 'string'] } as const;
export const NUMBER_OR_TEXT = { type: ['number', 'string'] } as const;
export const TEXT = { type: 'string' } as const;
export const YES_NO = { type: 'boolean' } as const;
export const YES_NO_OR_TEXT = { type: ['boolean', 'string'] } as const;

/** A value that a key takes, and what it is about. */
interface FieldSpec<T> {
  readonly parse: Parser<T>;
  readonly help: string;
}

type Scalar = string | number | boolean;

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** A key that must be there and takes what a flag takes, checked by the same parser. */
export function needed<T>({ parse, help }: FieldSpec<T>, editorHint: object) {
  return z
    .custom<Scalar>(isScalar, 'must be a single value, not a list or a map of keys')
    .meta({ ...editorHint, description: help })
    .transform((value, context): T => {
      const parsed = parse(String(value));
      if (parsed.ok) return parsed.value;
      context.addIssue({ code: 'custom', message: parsed.message });
      return z.NEVER;
    });
}

/** The same for a key that may be left out. */
export function field<T>(spec: FieldSpec<T>, editorHint: object) {
  return needed(spec, editorHint).exactOptional();
}
