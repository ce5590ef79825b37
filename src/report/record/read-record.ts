import { LONGEST_TEXT_BYTES, linesOfFile } from '../../core/bounded-text.js';
import { UsageError } from '../../core/errors.js';
import { isJsonObject, type JsonReading, NO_JSON, parseJson, readJson, valueAtPath } from '../../core/json.js';
import { printable } from '../../core/text.js';
import { checkThreshold } from '../../judgement/thresholds.js';
import type { ReportContext } from '../build-report.js';
import { beginningFaults } from '../report-check.js';
import { RECORD_SCHEMA } from './record-lines.js';

/** A line of a record as it was found: an object whose `type` says what it is, and nothing more is known of it. */
export type FoundLine = Readonly<Record<string, unknown>> & { readonly type: string };

/** The first line of a record, checked as far as a report needs it. */
export interface FoundBeginning {
  readonly startedAt: string;
  readonly context: ReportContext;
}

/** Takes what {@link readRecord} finds. */
export interface RecordVisitor {
  readonly onBeginning: (beginning: FoundBeginning) => void;
  /** @param number of the line @returns what is wrong with it, or undefined */
  readonly onLine: (line: FoundLine, number: number) => string | undefined;
}

/** How a record ends. */
export interface RecordEnding {
  /** Does it end in the middle of a line, as it does when the run was killed? */
  readonly isCut: boolean;
}

const CHANGED = 'A record that was changed makes no report; take it as it was written, and the version that wrote it.';

/** How a record begins as it is written, whatever its first line goes on with, and how a report does. */
const RECORD_BEGINNING = /^\s*\{\s*"type"\s*:\s*"run"\s*,/;
const REPORT_BEGINNING = /^\s*\{\s*"schema"\s*:\s*"newyear-load\/report@/;

/** Do these first characters of a line tell what it is, since they are those of a record or a report as we write them? */
export function beginsAsWritten(line: string): boolean {
  return RECORD_BEGINNING.test(line) || REPORT_BEGINNING.test(line);
}

/**
 * Is this the first line of a record, rather than a report's?
 * @param line its beginning will do where it is long
 */
export function isRecordText(line: string): boolean {
  if (RECORD_BEGINNING.test(line)) return true;
  const value = parseJson(line);
  return isJsonObject(value) && value['type'] === 'run';
}

/**
 * Reads a record line by line, so that one of hours needs no more memory than one of seconds. A last line that breaks off is
 * left out. A line that is wrong, or that cannot be read in the middle, is refused, since the rest may be wrong as well.
 * @throws UsageError naming the file and the line
 */
export async function readRecord(path: string, { onBeginning, onLine }: RecordVisitor): Promise<RecordEnding> {
  let number = 0;
  let isCut = false;
  for await (const text of linesOfFile(path, LONGEST_TEXT_BYTES)) {
    if (isCut) throw damaged(path, number, `is ${NO_JSON}`);
    number++;
    const reading = readJson(text);
    if (number === 1) onBeginning(beginningOf(path, reading));
    else if (reading.problem === NO_JSON) isCut = true;
    else {
      const problem = problemOf(reading, (line) => onLine(line, number));
      if (problem !== undefined) throw damaged(path, number, problem);
    }
  }
  if (number === 0) throw new UsageError([{ where: path, message: 'is empty' }]);
  return { isCut };
}

function problemOf(
  { value, problem }: JsonReading,
  onLine: (line: FoundLine) => string | undefined,
): string | undefined {
  if (problem !== undefined) return `is ${problem}`;
  if (!isJsonObject(value)) return 'is no JSON object';
  const { type } = value;
  return typeof type === 'string' ? onLine({ ...value, type }) : 'does not say what it is: it has no "type"';
}

function beginningOf(path: string, { value: line, problem }: JsonReading): FoundBeginning {
  const refuse = (...messages: string[]): never => {
    throw new UsageError(
      messages.map((message) => ({ where: `${path}:1`, message })),
      { hint: CHANGED },
    );
  };
  if (problem !== undefined && problem !== NO_JSON) return refuse(`is ${problem}`);
  if (!isJsonObject(line) || line['type'] !== 'run')
    return refuse('is not how a record begins; a record is what --out ndjson=<file> writes');
  const { schema, startedAt, context } = line;
  if (schema !== RECORD_SCHEMA)
    return refuse(`is of schema "${printable(String(schema), 60)}", and this version reads "${RECORD_SCHEMA}"`);
  const faults = [...faultsOf(line)];
  if (faults.length > 0) return refuse(...faults);
  // The faults are all that could keep it from being one.
  return { startedAt: String(startedAt), context: context as ReportContext };
}

/** What is wrong with the beginning as far as a report needs it. */
function* faultsOf(line: Readonly<Record<string, unknown>>): Generator<string> {
  const { missing, wrong } = beginningFaults(line);
  if (missing.length > 0) yield `does not say what was run: it lacks ${missing.join(', ')}`;
  for (const [field, fault] of wrong) yield `does not say what was run: ${printable(field, 100)} ${fault}`;
  const thresholds = valueAtPath(line, 'context.thresholds');
  const stages = stageNamesIn(line);
  for (const expression of Array.isArray(thresholds) ? (thresholds as unknown[]) : []) {
    const fault = typeof expression === 'string' ? checkThreshold(expression, stages) : undefined;
    if (fault !== undefined) yield `context.thresholds: ${fault}`;
  }
}

/** Names of the stages of the load that was planned. */
function stageNamesIn(line: Readonly<Record<string, unknown>>): string[] {
  const stages = valueAtPath(line, 'context.plan.stages');
  return Array.isArray(stages) ? stages.map((stage: unknown) => String(valueAtPath(stage, 'name'))) : [];
}

function damaged(path: string, number: number, problem: string): UsageError {
  return new UsageError([{ where: `${path}:${number}`, message: `${problem}, so what follows cannot be trusted` }], {
    hint: `What comes before can be used: head -n ${number - 1} '${path}' > part.ndjson`,
  });
}
