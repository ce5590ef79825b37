import { kindOf } from '../report/headline.js';
import { type OutSpec, STDOUT } from '../report/out-spec.js';
import { type OutputFailure, writeOutputs } from '../report/output.js';
import type { Report } from '../report/report-types.js';
import type { Palette } from './colours.js';
import { type Io, say, widthOf, writeData } from './io.js';
import { summaryLines } from './summary/summary.js';

/** A report, and how it is to be told. */
export interface Presentation {
  readonly report: Report;
  readonly outputs: readonly OutSpec[];
  /** Outputs that are known not to be written. */
  readonly failures: readonly OutputFailure[];
  readonly isQuiet: boolean;
  readonly io: Io;
  readonly palette: Palette;
}

/** Writes a report in all its formats, and its summary for people. @returns the outputs that could not be written */
export async function present(presentation: Presentation): Promise<readonly OutputFailure[]> {
  const { report, outputs, isQuiet, io, palette } = presentation;
  const notWritten = await writeOutputs(report, outputs, (text) => writeData(io.stdout, text));
  const failures = [...presentation.failures, ...notWritten];
  const failed = new Set(failures.map(({ path }) => path));
  const files = outputs.map(({ path }) => path).filter((path) => path !== STDOUT && !failed.has(path));
  if (!isQuiet) {
    const lines = summaryLines({ report, kind: kindOf(report), files, width: widthOf(io.stderr), palette });
    say(io.stderr, '', ...lines);
    if (report.comparison !== undefined) {
      const { comparisonSummary } = await import('./commands/compare/table.js');
      say(io.stderr, '', ...comparisonSummary(report.comparison, { width: widthOf(io.stderr), palette }));
    }
  }
  for (const { message } of failures) say(io.stderr, `${palette.bad('Error:')} ${message}`);
  return failures;
}
