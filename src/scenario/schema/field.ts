import * as z from 'zod';
import type { AnyMessage } from '../../core/language/template.js';
import { message } from '../../core/language/words.js';
import { type Parser, quoted } from '../parsers.js';
import { complaint } from './strict.js';

/** How editors check the value of an option whose parser does not say so; the exact check is the parser. */
export const WHOLE_OR_TEXT = { type: ['integer', 'string'] } as const;
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
export function needed<T>({ parse, help }: FieldSpec<T>, editorHint: object = {}) {
  return z
    .custom<Scalar>(isScalar, complaint(message('schema.single')))
    .meta({ ...(parse.editor ?? editorHint), description: help })
    .transform((value, context): T => {
      const parsed = parse(String(value));
      if (parsed.ok) return parsed.value;
      context.addIssue(complaint(parsed.said));
      return z.NEVER;
    });
}

/** A key that takes what a flag takes that may be given several times: one value or a list, none of them twice. */
export function fieldOfMany<T extends string>(
  { parse, help, most }: FieldSpec<T> & { readonly most: number },
  editorHint: object,
) {
  const isOneOrMany = (value: unknown): boolean =>
    isScalar(value) || (Array.isArray(value) && value.length > 0 && value.length <= most && value.every(isScalar));
  return z
    .custom<Scalar | readonly Scalar[]>(isOneOrMany, complaint(message('schema.one-or-many', { most })))
    .meta({
      anyOf: [editorHint, { type: 'array', items: editorHint, minItems: 1, maxItems: most }],
      description: help,
    })
    .transform((value, context): readonly T[] => {
      const values: T[] = [];
      for (const [index, text] of [value].flat().entries()) {
        const path = Array.isArray(value) ? [index] : [];
        const complain = (said: AnyMessage): void => context.addIssue(complaint(said, ...path));
        const parsed = parse(String(text));
        if (!parsed.ok) complain(parsed.said);
        else if (values.includes(parsed.value)) complain(message('schema.named-twice', { text: quoted(parsed.value) }));
        else values.push(parsed.value);
      }
      return values;
    })
    .exactOptional();
}

/** A text that a flag would take as well, for what may also be written as a map of keys. */
export function line<T>(parse: Parser<T>) {
  return z
    .string()
    .meta({ ...parse.editor })
    .transform((value, context): T => {
      const parsed = parse(value);
      if (parsed.ok) return parsed.value;
      context.addIssue(complaint(parsed.said));
      return z.NEVER;
    });
}

/** The same for a key that may be left out. */
export function field<T>(spec: FieldSpec<T>, editorHint?: object) {
  return needed(spec, editorHint).exactOptional();
}
