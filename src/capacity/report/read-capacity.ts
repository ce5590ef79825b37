import { readBeginning, readBounded, whyUnreadable } from '../../core/bounded-text.js';
import { type Problem, saidProblem, UsageError } from '../../core/errors.js';
import { readJson } from '../../core/json.js';
import { CAPACITY_SCHEMA } from '../../core/schema-names.js';
import { printable } from '../../core/text.js';
import { faultsOf } from '../../report/report-check.js';
import type { CapacityReport } from './capacity-report.js';
import { capacitySchema } from './capacity-schema.js';

/** The name of the format is the first field that is written. */
const BEGINNING_BYTES = 256;
/** A thousand trials take two megabytes. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Does the file look like a report of `capacity`? */
export async function isCapacityFile(path: string): Promise<boolean> {
  try {
    return (await readBeginning(path, BEGINNING_BYTES)).includes(`"${CAPACITY_SCHEMA}"`);
  } catch {
    // A file that cannot be opened is told of when it is read as a report of a run.
    return false;
  }
}

/**
 * Reads a report that `capacity --out json=…` wrote.
 * @throws UsageError naming the file and every field that is missing or wrong
 */
export async function readCapacity(path: string): Promise<CapacityReport> {
  const { value, problem } = readJson(await textOf(path));
  if (problem !== undefined) throw new UsageError([{ where: path, message: `is ${problem}` }]);
  const { missing, wrong } = faultsOf(capacitySchema, value);
  const problems: Problem[] = [
    ...missing.map((field) => ({ where: path, message: `lacks ${printable(field, 100)}` })),
    ...[...wrong].map(([field, message]) => ({ where: `${path}: ${printable(field, 100)}`, message })),
  ];
  if (problems.length > 0) throw new UsageError(problems);
  return value as CapacityReport;
}

async function textOf(path: string): Promise<string> {
  try {
    return await readBounded(path, MOST_BYTES);
  } catch (thrown) {
    const why = whyUnreadable(thrown);
    if (why === undefined) throw thrown;
    throw new UsageError([saidProblem(path, why)], { cause: thrown });
  }
}
