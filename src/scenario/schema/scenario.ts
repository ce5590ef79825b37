import * as z from 'zod';
import { LIMITS } from '../limits.js';
import { OPTIONS } from '../options.js';
import type { Parser } from '../parsers.js';
import { dialectSchema } from './dialect.js';
import { strict, text } from './strict.js';
import { themeSchema } from './theme.js';

/** How editors check an option's value; the exact check is the option's parser. */
const WHOLE = { type: 'integer' } as const;
const WHOLE_OR_TEXT = { type: ['integer', 'string'] } as const;
const NUMBER_OR_TEXT = { type: ['number', 'string'] } as const;
const TEXT = { type: 'string' } as const;
const YES_NO = { type: 'boolean' } as const;

type Scalar = string | number | boolean;

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** A key that takes what the option's flag takes, checked by the same parser. */
function field<T>(spec: { readonly parse: Parser<T>; readonly help: string }, editorHint: object) {
  return z
    .custom<Scalar>(isScalar, 'must be a single value, not a list or a map of keys')
    .meta({ ...editorHint, description: spec.help })
    .transform((value, context): T => {
      const parsed = spec.parse(String(value));
      if (parsed.ok) return parsed.value;
      context.addIssue({ code: 'custom', message: parsed.message });
      return z.NEVER;
    })
    .exactOptional();
}

const limits = strict({
  httpConcurrency: field(LIMITS.httpConcurrency, WHOLE),
  connectConcurrency: field(LIMITS.connectConcurrency, WHOLE),
  httpTimeout: field(LIMITS.httpTimeout, TEXT),
  connectTimeout: field(LIMITS.connectTimeout, TEXT),
  phaseTimeout: field(LIMITS.phaseTimeout, TEXT),
} satisfies Record<keyof typeof LIMITS, z.ZodType>);

/** `scenarios/presets/*.yaml` and scenario files of the user's own; flags take the same way. */
export const scenarioSchema = strict({
  title: text.describe('Title in menus and reports').exactOptional(),
  description: z.string().describe('One line for people').exactOptional(),
  extends: text.describe('The preset that holds where this file says nothing').exactOptional(),
  target: field(OPTIONS.target, TEXT),
  users: field(OPTIONS.users, WHOLE),
  rooms: field(OPTIONS.rooms, WHOLE),
  roomSize: field(OPTIONS.roomSize, WHOLE_OR_TEXT),
  duration: field(OPTIONS.duration, TEXT),
  rate: field(OPTIONS.rate, NUMBER_OR_TEXT),
  window: field(OPTIONS.window, WHOLE),
  drain: field(OPTIONS.drain, TEXT),
  theme: z.union([text, themeSchema]).describe(OPTIONS.theme.help).exactOptional(),
  dialect: z.union([text, dialectSchema]).describe(OPTIONS.dialect.help).exactOptional(),
  workers: field(OPTIONS.workers, WHOLE_OR_TEXT),
  seed: field(OPTIONS.seed, WHOLE),
  thresholds: z.array(text).describe(OPTIONS.failOn.help).exactOptional(),
  alerts: z.array(text).describe(OPTIONS.alert.help).exactOptional(),
  audit: field(OPTIONS.audit, YES_NO),
  canary: field(OPTIONS.canary, YES_NO),
  limits: limits.describe('Bounds of the set-up phases').exactOptional(),
});

/** A scenario's values, checked one by one but not yet against each other. */
export type ScenarioValues = z.output<typeof scenarioSchema>;
