import * as z from 'zod';
import { dialectSchema } from './schema/dialect.js';
import { scenarioSchema } from './schema/scenario.js';
import { profileSchema } from './schema/stages.js';
import { themeSchema } from './schema/theme.js';

/** A JSON Schema (draft 2020-12) as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The schema of presets and scenario files, for editors. */
export function scenarioJsonSchema(): JsonSchema {
  return z.toJSONSchema(scenarioSchema, { io: 'input', unrepresentable: 'any' });
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
