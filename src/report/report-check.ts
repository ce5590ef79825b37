import { fieldName } from './schema/collections.js';
import { reportSchema } from './schema/report.js';

/** What is wrong with a report, each field once whatever row of a list it is in: `timeline[].missing`. */
export interface ReportFaults {
  /** Fields that are not there, the outermost first. */
  readonly missing: readonly string[];
  /** Fields that hold something else, with what they must be. */
  readonly wrong: ReadonlyMap<string, string>;
}

/** Holds a parsed file against the report's schema. */
export function reportFaults(value: unknown): ReportFaults {
  const issues = reportSchema.safeParse(value, { reportInput: true }).error?.issues ?? [];
  // JSON has no undefined: a field that is undefined is not there.
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
