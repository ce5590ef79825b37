import type * as z from 'zod';
import { fieldName } from './schema/collections.js';
import { recordBeginningSchema } from './schema/record-beginning.js';
import { reportSchema } from './schema/report.js';

/** What is wrong with a report, each field once whatever row of a list it is in: `timeline[].missing`. */
export interface ReportFaults {
  /** Fields that are not there, the outermost first. */
  readonly missing: readonly string[];
  /** Fields that hold something else, with what they must be. */
  readonly wrong: ReadonlyMap<string, string>;
}

/** Holds a parsed file, or a report that was computed, against the report's schema. */
export function reportFaults(value: unknown): ReportFaults {
  return faultsOf(reportSchema, value);
}

/** Holds the first line of a record against what the same fields must be in a report. */
export function beginningFaults(line: unknown): ReportFaults {
  return faultsOf(recordBeginningSchema, line);
}

/** Holds a value against a declaration. */
export function faultsOf(schema: z.ZodType, value: unknown): ReportFaults {
  const issues = schema.safeParse(value, { reportInput: true }).error?.issues ?? [];
  // JSON has no undefined: a field that is undefined is not there.
  const missing = issues.filter(({ input }) => input === undefined);
  const wrong = new Map<string, string>();
  for (const { path, input, message } of issues) {
    const field = fieldName(path);
    if (input !== undefined && !wrong.has(field)) wrong.set(field, message);
  }
  const outermostFirst = missing.toSorted((one, other) => one.path.length - other.path.length);
  return { missing: [...new Set(outermostFirst.map(({ path }) => fieldName(path)))], wrong };
}
