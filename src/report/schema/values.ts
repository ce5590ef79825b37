import * as z from 'zod';
import { keysOf, recordOf } from '../../core/records.js';
import { isHistogram } from '../../metrics/hdr-encoding.js';
import { type LatencySummary, PERCENTILES } from '../../metrics/latency-summary.js';

/** A schema for each field of `T`, so that a type and its schema cannot have different fields. */
export type FieldsOf<T> = { readonly [K in keyof Required<T>]: z.ZodType<T[K]> };

/** An object with these fields. Further ones, which newer versions write, are no fault in a file; the JSON Schema knows none. */
export function fields<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape> {
  return z.object(shape, 'must be an object');
}

/** One of these texts, or null where it is among them. */
export function oneOf<const Value extends string | null>(...values: readonly Value[]): z.ZodLiteral<Value> {
  return z.literal([...values], `must be one of ${values.map(String).join(', ')}`);
}

/** This very value. */
export function only<const Value extends string | boolean>(value: Value): z.ZodLiteral<Value> {
  return z.literal(value, `must be ${JSON.stringify(value)}`);
}

const text = z.string('must be a string');
const flag = z.boolean('must be a boolean');
const number = z.number('must be a number');
const integer = z.int('must be an integer');
const count = integer.min(0, 'must be 0 or more').meta({ id: 'count' });
const amount = number.min(0, 'must be 0 or more').meta({ id: 'amount' });
const amountOrNull = amount.nullable();
const share = amount.max(1, 'must be 1 or less').meta({ id: 'share' });

const TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?Z$/;
/** An example says more than the pattern. */
const A_TIME = '2026-12-31T23:59:00.000Z';
const time = text.regex(TIME, `must look like ${A_TIME}`).meta({ id: 'time', examples: [A_TIME] });

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const histogram = text
  .refine((value) => BASE64.test(value) && isHistogram(value), {
    error: 'must be an HdrHistogram of microseconds, V2 compressed, in base64',
  })
  .meta({
    id: 'histogram',
    description: 'HdrHistogram V2 compressed, integer microseconds.',
    contentEncoding: 'base64',
    pattern: BASE64.source,
  });

/** Three points of a distribution; null without samples. */
const spread = fields({ p50: amountOrNull, p99: amountOrNull, max: amountOrNull }).meta({ id: 'spread' });

/** Known of one sample already. */
const OF_ANY_SAMPLE = ['min', 'mean', 'stddev', 'max'] as const;
const OF_SAMPLES = [...OF_ANY_SAMPLE, ...keysOf(PERCENTILES)] as const;

const withCount = (counted: object, names: typeof OF_SAMPLES | typeof OF_ANY_SAMPLE, type: string): object => ({
  properties: { count: counted, ...recordOf(names, () => ({ type })) },
});

const latency = fields({
  count,
  ...recordOf(OF_SAMPLES, () => amountOrNull),
} satisfies FieldsOf<LatencySummary>)
  .superRefine((summary, context) => {
    const complain = (name: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [name], message, input: summary });
    if (summary.count === 0) {
      for (const name of OF_SAMPLES) if (summary[name] !== null) complain(name, 'must be null where count is 0');
    } else {
      for (const name of OF_ANY_SAMPLE) if (summary[name] === null) complain(name, 'must be a number');
    }
  })
  .meta({
    id: 'latency',
    description:
      'Milliseconds. With count 0 the rest is null; a percentile is null with fewer than 10 / (1 - p) values.',
    anyOf: [withCount({ const: 0 }, OF_SAMPLES, 'null'), withCount({ minimum: 1 }, OF_ANY_SAMPLE, 'number')],
  });

/** The kinds of values in reports. Those with an id are definitions of the JSON Schema. */
export const VALUES = {
  text,
  flag,
  number,
  integer,
  count,
  amount,
  amountOrNull,
  share,
  time,
  histogram,
  spread,
  latency,
};
