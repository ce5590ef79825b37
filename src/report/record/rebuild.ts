import { open } from 'node:fs/promises';
import { UsageError } from '../../core/errors.js';
import { isJsonObject } from '../../core/json.js';
import { buildReport } from '../build-report.js';
import { checkReport, type ParsedReport, readableReport, readReport } from '../read-report.js';
import type { Report } from '../report-types.js';
import { outcomeOfKilled } from './killed-outcome.js';
import { type FoundBeginning, isRecordText, readRecord } from './read-record.js';
import { Replay } from './replay.js';

/** Enough to tell a record from a report. */
const BEGINNING_BYTES = 1 << 20;

/**
 * The report in a file: one that `--out json=…` wrote, or what a record makes: the report of its last line, and where there is
 * none, because the run was killed, the report of everything until then.
 * @throws UsageError naming the file and what is wrong with it
 */
export async function readReportOrRecord(path: string): Promise<Report> {
  return (await isRecordFile(path)) ? reportOfRecord(path) : readReport(path);
}

async function isRecordFile(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0);
      const text = buffer.toString('utf8', 0, bytesRead);
      const end = text.indexOf('\n');
      return isRecordText(end === -1 ? text : text.slice(0, end));
    } finally {
      await file.close();
    }
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
      if (line.type !== 'report') return replay.take(line);
      const { report } = line;
      if (!isJsonObject(report)) return 'holds no report';
      last = checkReport(report, `${path}:${number}`);
      return undefined;
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
