import type { Wording } from '../core/language/words.js';
import { kindOf } from '../report/headline.js';
import { type OutSpec, STDOUT } from '../report/out-spec.js';
import type { OutputFailure } from '../report/output.js';
import { writeOutputs } from '../report/write-report.js';
import type { Report } from '../report/report-types.js';
import type { Palette } from './colours.js';
import { type Io, say, widthOf, writeData } from './io.js';
import { ENGLISH_VOICE, type Voice } from '../report/voice.js';
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
  const voice = await voiceOf(report, io.words);
  const notWritten = await writeOutputs(report, outputs, (text) => writeData(io.stdout, text), voice);
  const failures = [...presentation.failures, ...notWritten];
  const failed = new Set(failures.map(({ path }) => path));
  const files = outputs.map(({ path }) => path).filter((path) => path !== STDOUT && !failed.has(path));
  if (!isQuiet) {
    const lines = summaryLines({
      report,
      kind: kindOf(report),
      files,
      width: widthOf(io.stderr),
      palette,
      fitsScreen: io.stderr.isTTY === true,
      voice,
    });
    say(io.stderr, '', ...lines);
    if (report.comparison !== undefined) {
      const { comparisonSummary } = await import('./commands/compare/table.js');
      say(io.stderr, '', ...comparisonSummary(report.comparison, { width: widthOf(io.stderr), palette, voice }));
    }
  }
  for (const { message } of failures) say(io.stderr, `${palette.bad(io.words.text('end.error'))} ${message}`);
  return failures;
}

/** How a report is told; what finds its sentences again is read only for another language than its own. */
export async function voiceOf(report: Report, words: Wording): Promise<Voice> {
  if (words.language === 'en') return ENGLISH_VOICE;
  const { translationOfReport } = await import('../report/translation-of.js');
  return { words, tell: translationOfReport(report, words) };
}
