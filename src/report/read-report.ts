import { readFile } from 'node:fs/promises';
import { messageOf, type Problem, systemCodeOf, UsageError } from '../core/errors.js';
import { isJsonObject, parseJson, valueAtPath } from '../core/json.js';
import { REPORT_SCHEMA } from '../core/schema-names.js';
import { printable } from '../core/text.js';
import { isRecordText } from './record/read-record.js';
import { reportFaults } from './report-check.js';
import type { Report } from './report-types.js';

/** More than this many fields say no more than "another format". */
const MOST_FIELDS_NAMED = 8;

/**
 * Reads a report that `--out json=…` wrote.
 * @throws UsageError naming the file and every field that is missing or wrong
 */
export async function readReport(path: string): Promise<Report> {
  const [report] = await readReports([path]);
  if (report === undefined) throw new UsageError([{ where: path, message: 'holds no report' }]);
  return report;
}

/**
 * Reads several.
 * @throws UsageError with the problems of all of them
 */
export async function readReports(paths: readonly string[]): Promise<Report[]> {
  const read = await Promise.all(paths.map(readOne));
  const problems = read.flatMap((one) => ('problems' in one ? one.problems : []));
  if (problems.length > 0) throw new UsageError(problems);
  return read.flatMap((one) => ('report' in one ? [one.report] : []));
}

/**
 * Holds the text of a report's file against its format.
 * @param where names it in the problems
 */
export function parseReport(
  text: string,
  where: string,
): { readonly report: Report } | { readonly problems: readonly Problem[] } {
  const value = parseJson(text);
  const problems = problemsOf(value, text, where);
  // The problems are all that could keep it from being one.
  return problems.length > 0 ? { problems } : { report: withDefaults(value) as Report };
}

async function readOne(path: string): Promise<ReturnType<typeof parseReport>> {
  try {
    return parseReport(await readFile(path, 'utf8'), path);
  } catch (thrown) {
    return { problems: [{ where: path, message: unreadable(thrown) }] };
  }
}

function unreadable(thrown: unknown): string {
  switch (systemCodeOf(thrown)) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'is a folder; a report is the file that --out json=<file> writes';
    case 'EACCES':
      return 'may not be read: permission denied';
    default:
      return `cannot be read: ${messageOf(thrown)}`;
  }
}

function problemsOf(value: unknown, text: string, where: string): Problem[] {
  if (!isJsonObject(value) || value['schema'] !== REPORT_SCHEMA)
    return [{ where, message: otherThanReport(value, text, where) }];
  const { missing, wrong } = reportFaults(withDefaults(value));
  return [
    ...(missing.length === 0 ? [] : [{ where, message: missingFields(value, missing) }]),
    ...[...wrong].map(([field, fault]) => ({ where: `${where}: ${printable(field, 100)}`, message: fault })),
  ];
}

/** What a file is instead. */
function otherThanReport(value: unknown, text: string, where: string): string {
  if (isRecordText(text.split('\n', 1)[0] ?? ''))
    return `is the record of a run; make its report with: newyear-load report --from ${printable(where)} --out json=report.json`;
  if (/^(?:#\[|"StartTimestamp"|Tag=)/.test(text))
    return 'is an HdrHistogram log, which tells latencies and makes no report; "compare" and "merge" take it';
  if (!isJsonObject(value) || typeof value['schema'] !== 'string') {
    const what = value === undefined ? 'is no JSON' : 'is no report of newyear-load';
    return `${what}; a report is what --out json=<file> writes`;
  }
  return `is of schema "${printable(value['schema'], 60)}", and this version reads "${REPORT_SCHEMA}"`;
}

/** The fields that are missing. The version that made the file is named, because an older one did not write them yet. */
function missingFields(value: unknown, missing: readonly string[]): string {
  const version = valueAtPath(value, 'tool.version');
  const maker = typeof version === 'string' ? `was made by newyear-load ${printable(version, 40)} and` : '';
  const named = missing.slice(0, MOST_FIELDS_NAMED).join(', ');
  const more = missing.length > MOST_FIELDS_NAMED ? ` and ${missing.length - MOST_FIELDS_NAMED} more` : '';
  return `${maker} lacks ${named}${more}; make it again with this version`.trimStart();
}

/** A report from before there were alerts had none. */
function withDefaults(value: unknown): unknown {
  return isJsonObject(value) && value['alerts'] === undefined ? { ...value, alerts: [] } : value;
}
