import { LONGEST_TEXT_BYTES, readBounded, whyUnreadable } from '../core/bounded-text.js';
import { type Problem, saidProblem, systemCodeOf, UsageError } from '../core/errors.js';
import { message } from '../core/language/words.js';
import { isJsonObject, NO_JSON, readJson, valueAtPath } from '../core/json.js';
import { REPORT_SCHEMA } from '../core/schema-names.js';
import { printable } from '../core/text.js';
import { isRecordText } from './record/read-record.js';
import { reportFaults } from './report-check.js';
import { withDefaults } from './report-defaults.js';
import { contradictionsIn } from './report-sums.js';
import type { Report } from './report-types.js';

/** More sums than this say no more than that the report was changed. */
const MOST_CONTRADICTIONS = 4;

/** More than this many fields say no more than "another format". */
const MOST_FIELDS_NAMED = 8;

const A_REPORT = 'a report is what --out json=<file> writes';

/**
 * Reads a report that `--out json=…` wrote.
 * @throws UsageError naming the file and every field that is missing or wrong
 */
export async function readReport(path: string): Promise<Report> {
  const [report] = await readReports([path]);
  if (report === undefined) throw new UsageError([saidProblem(path, message('report.none'))]);
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

/** A report that was read, or all that is wrong with it. */
export type ParsedReport = { readonly report: Report } | { readonly problems: readonly Problem[] };

/**
 * Holds the text of a report's file against its format.
 * @param where names it in the problems
 */
export function parseReport(text: string, where: string): ParsedReport {
  const refuse = (why: string): ParsedReport => ({ problems: [saidProblem(where, why)] });
  const { value, problem } = readJson(text);
  if (problem === NO_JSON && isRecordText(text.split('\n', 1)[0] ?? '')) return refuse(isRecord(where));
  if (/^(?:#\[|"StartTimestamp"|Tag=)/.test(text))
    return refuse('is an HdrHistogram log, which tells latencies and makes no report; "compare" and "merge" take it');
  if (problem !== undefined) return refuse(`is ${problem}; ${A_REPORT}`);
  return checkReport(value, where);
}

/**
 * A report that was made of files, when it can be read again: what is written is never something that this version refuses.
 * @param where names what it was made of in the problems
 * @param hint what the user can do about it
 * @throws UsageError naming every field that is wrong
 */
export function readableReport(report: Report, where: string, hint: string): Report {
  const checked = checkReport(report, where);
  if ('problems' in checked) throw new UsageError(checked.problems, { hint });
  return checked.report;
}

/**
 * Holds a value against a report's format.
 * @param where names what it was read from in the problems
 */
export function checkReport(value: unknown, where: string): ParsedReport {
  if (!isJsonObject(value) || value['schema'] !== REPORT_SCHEMA)
    return { problems: [{ where, message: otherThanReport(value, where) }] };
  const whole = withDefaults(value);
  const { missing, wrong } = reportFaults(whole);
  const problems = [
    ...(missing.length === 0 ? [] : [{ where, message: missingFields(value, missing) }]),
    ...[...wrong].map(([field, fault]) => ({ where: `${where}: ${printable(field, 100)}`, message: fault })),
  ];
  if (problems.length > 0) return { problems };
  // The problems are all that could keep it from being one.
  const report = whole as unknown as Report;
  const contradictions = contradictionsIn(report);
  return contradictions.length > 0 ? { problems: [{ where, message: wasEdited(contradictions) }] } : { report };
}

/** No run makes a report whose numbers contradict each other, however it ends. */
function wasEdited(contradictions: readonly string[]): string {
  const told = contradictions.slice(0, MOST_CONTRADICTIONS).map((text) => printable(text));
  const more = contradictions.length > told.length ? `; and ${contradictions.length - told.length} more` : '';
  return `was edited after it was written, or damaged: its sums do not add up (${told.join('; ')}${more})`;
}

async function readOne(path: string): Promise<ParsedReport> {
  try {
    return parseReport(await readBounded(path, LONGEST_TEXT_BYTES), path);
  } catch (thrown) {
    const isFolder = systemCodeOf(thrown) === 'EISDIR';
    const why = isFolder ? message('report.folder') : whyUnreadable(thrown);
    if (why === undefined) throw thrown;
    return { problems: [saidProblem(path, why)] };
  }
}

/** What a value is instead. */
function otherThanReport(value: unknown, where: string): string {
  if (!isJsonObject(value)) return `is no report of newyear-load; ${A_REPORT}`;
  const { schema, type } = value;
  if (type === 'run') return isRecord(where);
  if (typeof schema !== 'string') return `is no report of newyear-load; ${A_REPORT}`;
  return `is of schema "${printable(schema, 60)}", and this version reads "${REPORT_SCHEMA}"`;
}

function isRecord(where: string): string {
  return `is the record of a run; make its report with: newyear-load report --from ${printable(where)} --out json=report.json`;
}

/** The fields that are missing. The version that made the file is named, because an older one did not write them yet. */
function missingFields(value: unknown, missing: readonly string[]): string {
  const version = valueAtPath(value, 'tool.version');
  const maker = typeof version === 'string' ? `was made by newyear-load ${printable(version, 40)} and` : '';
  const named = missing.slice(0, MOST_FIELDS_NAMED).join(', ');
  const more = missing.length > MOST_FIELDS_NAMED ? ` and ${missing.length - MOST_FIELDS_NAMED} more` : '';
  return `${maker} lacks ${named}${more}; make it again with this version`.trimStart();
}
