import * as z from 'zod';
import { keysOf } from '../core/records.js';
import { dialectSchema } from './schema/dialect.js';
import { scenarioSchema } from './schema/scenario.js';
import { profileSchema } from './schema/stages.js';
import { themeSchema } from './schema/theme.js';

/** A JSON Schema (draft 2020-12) as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Keys of scenarios that take a name, and the kind of what has it. */
const NAMED = { extends: 'preset', theme: 'theme', dialect: 'dialect', profile: 'profile' } as const;

/**
 * The schema of presets and scenario files, for editors: they complete the names of what ships with the tool, and take any other text,
 * since it may be a file.
 * @param namesOf what ships of a kind
 */
export async function scenarioJsonSchema(
  namesOf: (kind: (typeof NAMED)[keyof typeof NAMED]) => Promise<readonly string[]>,
): Promise<JsonSchema> {
  const schema = z.toJSONSchema(scenarioSchema, { io: 'input', unrepresentable: 'any' });
  const properties: Record<string, unknown> = { ...schema.properties };
  for (const key of keysOf(NAMED)) {
    const { description, ...rest } = z.looseObject({ description: z.string() }).parse(properties[key]);
    const others: readonly unknown[] = Array.isArray(rest['anyOf']) ? rest['anyOf'] : [rest];
    properties[key] = { description, anyOf: [{ enum: await namesOf(NAMED[key]) }, ...others] };
  }
  return { ...schema, properties };
}

/** The schema of dialect files, for editors. */
export function dialectJsonSchema(): JsonSchema {
  return z.toJSONSchema(dialectSchema, { io: 'input' });
}

/** The schema of theme files, for editors. */
export function themeJsonSchema(): JsonSchema {
  return z.toJSONSchema(themeSchema, { io: 'input' });
}

/** The schema of profile files, for editors. */
export function profileJsonSchema(): JsonSchema {
  return z.toJSONSchema(profileSchema, { io: 'input', unrepresentable: 'any' });
}
