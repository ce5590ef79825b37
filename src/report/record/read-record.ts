import { UsageError } from '../../core/errors.js';
import { isJsonObject, parseJson } from '../../core/json.js';
import { printable } from '../../core/text.js';
import type { ReportContext } from '../build-report.js';
import { linesOf } from '../lines-of.js';
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
  /** @returns what is wrong with the line, or undefined */
  readonly onLine: (line: FoundLine) => string | undefined;
}

/** How a record ends. */
export interface RecordEnding {
  /** Does it end in the middle of a line, as it does when the run was killed? */
  readonly isCut: boolean;
}

/** Is this the first line of a record, rather than a report's? */
export function isRecordText(firstLine: string): boolean {
  const line = parseJson(firstLine);
  return isJsonObject(line) && line['type'] === 'run';
}

/**
 * Reads a record line by line, so that one of hours needs no more memory than one of seconds. A last line that breaks off is
 * left out. A line that cannot be read in the middle is refused, since the rest may be wrong as well.
 * @throws UsageError naming the file and the line
 */
export async function readRecord(path: string, { onBeginning, onLine }: RecordVisitor): Promise<RecordEnding> {
  let number = 0;
  let doubtful: string | undefined;
  for await (const text of linesOf(path)) {
    number++;
    if (doubtful !== undefined) throw damaged(path, number - 1, doubtful);
    if (number === 1) onBeginning(beginningOf(path, text));
    else doubtful = problemOf(text, onLine);
  }
  if (number === 0) throw new UsageError([{ where: path, message: 'is empty' }]);
  return { isCut: doubtful !== undefined };
}

function problemOf(text: string, onLine: RecordVisitor['onLine']): string | undefined {
  const line = parseJson(text);
  if (!isJsonObject(line)) return 'is no JSON object';
  const { type } = line;
  return typeof type === 'string' ? onLine({ ...line, type }) : 'does not say what it is: it has no "type"';
}

function beginningOf(path: string, text: string): FoundBeginning {
  const line = parseJson(text);
  const refuse = (message: string): never => {
    throw new UsageError([{ where: `${path}:1`, message }]);
  };
  if (!isJsonObject(line) || line['type'] !== 'run')
    return refuse('is not how a record begins; a record is what --out ndjson=<file> writes');
  const { schema, startedAt, context } = line;
  if (schema !== RECORD_SCHEMA)
    return refuse(`is of schema "${printable(String(schema), 60)}", and this version reads "${RECORD_SCHEMA}"`);
  const isTime = typeof startedAt === 'string' && !Number.isNaN(Date.parse(startedAt));
  if (!isTime || !isContext(context))
    return refuse('does not say what was run: startedAt or context is not as it should be');
  return { startedAt, context };
}

/** What a report is built with; the rest of it is copied as it is, and checked as part of the report. */
function isContext(value: unknown): value is ReportContext {
  if (!isJsonObject(value) || !isJsonObject(value['plan'])) return false;
  const { users, durationMs } = value['plan'];
  const { thresholds } = value;
  const isPlan = typeof users === 'number' && typeof durationMs === 'number';
  return isPlan && Array.isArray(thresholds) && thresholds.every((expression) => typeof expression === 'string');
}

function damaged(path: string, number: number, problem: string): UsageError {
  return new UsageError([{ where: `${path}:${number}`, message: `${problem}, so what follows cannot be trusted` }], {
    hint: `What comes before can be used: head -n ${number - 1} '${path}' > part.ndjson`,
  });
}
