import { LONGEST_TEXT_BYTES, linesOfFile, readBeginning } from '../../core/bounded-text.js';
import { UsageError } from '../../core/errors.js';
import { isJsonObject } from '../../core/json.js';
import { printable } from '../../core/text.js';
import { buildReport } from '../build-report.js';
import { checkReport, type ParsedReport, readableReport, readReport } from '../read-report.js';
import type { Report } from '../report-types.js';
import { outcomeOfKilled } from './killed-outcome.js';
import { beginsAsWritten, type FoundBeginning, isRecordText, readRecord } from './read-record.js';
import { Replay } from './replay.js';

/** Enough to tell a record from a report, as they are written. */
const BEGINNING_BYTES = 1 << 12;

/**
 * The report in a file: one that `--out json=…` wrote, or what a record makes: the report of its last line, and where there is
 * none, because the run was killed, the report of everything until then.
 * @throws UsageError naming the file and what is wrong with it
 */
export async function readReportOrRecord(path: string): Promise<Report> {
  return (await isRecordFile(path)) ? reportOfRecord(path) : readReport(path);
}

/** By its first line, which tells in its first characters as a rule: only one that was written anew by another program is read whole. */
async function isRecordFile(path: string): Promise<boolean> {
  try {
    const beginning = await readBeginning(path, BEGINNING_BYTES);
    const [line = ''] = beginning.split('\n', 1);
    if (line.length < beginning.length || beginsAsWritten(line)) return isRecordText(line);
    for await (const whole of linesOfFile(path, LONGEST_TEXT_BYTES)) return isRecordText(whole);
    return false;
  } catch {
    // A file that cannot be opened is told of when it is read as a report.
    return false;
  }
}

async function reportOfRecord(path: string): Promise<Report> {
  const replay = new Replay();
  let beginning: FoundBeginning | undefined;
  let last: ParsedReport | undefined;
  const { isCut } = await readRecord(path, {
    onBeginning: (found) => {
      beginning = found;
    },
    onLine: (line, number) => {
      if (line.type !== 'run' && (last !== undefined || replay.hasEnded)) return 'comes after the end of its run';
      if (line.type !== 'report') return replay.take(line);
      const { report } = line;
      if (!isJsonObject(report)) return 'holds no report';
      last = checkReport(report, `${path}:${number}`);
      return 'report' in last ? otherRun(last.report, beginning) : undefined;
    },
  });
  if (last !== undefined) {
    if ('problems' in last) throw new UsageError(last.problems);
    return last.report;
  }
  if (beginning === undefined || replay.hasEnded) {
    throw new UsageError([
      { where: path, message: 'is the record of a run that could not begin: nothing was measured' },
    ]);
  }
  const report = buildReport(outcomeOfKilled(beginning, replay, isCut), {
    ...beginning.context,
    alerts: replay.alerts,
  });
  return readableReport(
    report,
    `${path}: the report made of it`,
    'The record was changed after it was written: its numbers do not fit together.',
  );
}

/** A record holds one run: its report is of the run that it began with. */
function otherRun({ run: { id } }: Report, beginning: FoundBeginning | undefined): string | undefined {
  const begun = beginning?.context.runId ?? id;
  return id === begun
    ? undefined
    : `is the report of run ${printable(id, 60)} in the record of run ${printable(begun, 60)}`;
}
