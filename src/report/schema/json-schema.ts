import * as z from 'zod';
import { reportSchema } from './report.js';

/** The JSON Schema (draft 2020-12) of reports, `docs/report.schema.json`: it knows every field, and takes no other. */
export function reportJsonSchema(): Readonly<Record<string, unknown>> {
  return jsonSchemaOf(reportSchema, 'urn:newyear-load:report:1');
}

/** The JSON Schema (draft 2020-12) of what a declaration declares. @param id of the format: `urn:newyear-load:report:1` */
export function jsonSchemaOf(declaration: z.ZodType, id: string): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(declaration, {
    unrepresentable: 'any',
    // Which whole numbers JavaScript can count with is no matter of the format.
    override: ({ jsonSchema }) => {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return { $schema, $id: id, ...schema };
}
