import { markdownCapacity } from '../../capacity/formats/markdown.js';
import type { CapacityReport } from '../../capacity/report/capacity-report.js';
import { markdownFormat } from '../../compare/formats/markdown.js';
import { MARKS } from '../../core/marks.js';
import { printable } from '../../core/text.js';
import type { Comparison } from '../../report/comparison/comparison-types.js';
import { BADGES, code, prose } from '../../report/markdown/escape.js';
import type { OutputFailure } from '../../report/output.js';
import type { Report } from '../../report/report-types.js';
import { markdownReporter } from '../../report/reporters/markdown.js';
import type { Palette } from '../colours.js';
import { type Annotation, type Io, say } from '../io.js';
import { annotationOfError, annotationsOf, annotationsOfComparison } from './annotations.js';
import { annotationsOfSearch } from './search-annotations.js';
import { appendStepSummary } from './step-summary.js';

/** What a report does not tell of how a run ended. */
export interface RunAside {
  readonly failures: readonly OutputFailure[];
  /** What was not compared with a base, and why; undefined when all was. */
  readonly notCompared?: string | undefined;
}

/** Tells GitHub Actions, when it is there, how a run ended: annotations, and the summary of the step. Never rejects. */
export async function tellOfRun(
  report: Report,
  { failures, notCompared }: RunAside,
  io: Io,
  palette: Palette,
): Promise<void> {
  for (const annotation of annotationsOf(report)) io.annotate(annotation);
  for (const failure of failures) io.annotate(notWritten(failure));
  const markdown = markdownReporter.render(report);
  if (notCompared === undefined) return summarise(markdown, io, palette);
  io.annotate({ level: 'warning', title: 'Baseline', message: printable(notCompared) });
  return summarise(`${markdown}\n${BADGES.warn} ${prose(notCompared)}\n`, io, palette);
}

/** Tells it what a search found. Never rejects. */
export async function tellOfSearch(
  report: CapacityReport,
  failures: readonly OutputFailure[],
  io: Io,
  palette: Palette,
): Promise<void> {
  for (const annotation of annotationsOfSearch(report)) io.annotate(annotation);
  for (const failure of failures) io.annotate(notWritten(failure));
  await summarise(markdownCapacity.render(report), io, palette);
}

/** Tells it what a comparison found. Never rejects. */
export async function tellOfComparison(comparison: Comparison, io: Io, palette: Palette): Promise<void> {
  for (const annotation of annotationsOfComparison(comparison)) io.annotate(annotation);
  await summarise(markdownFormat.render(comparison), io, palette);
}

/** Tells it what kept a command from its work. Never rejects. */
export async function tellOfError(thrown: unknown, io: Io, palette: Palette): Promise<void> {
  const annotation = annotationOfError(thrown);
  io.annotate(annotation);
  const lines = annotation.message.split('\n').map((line) => `- ${code(line, 500)}`);
  await summarise(`### ${BADGES.bad} ${annotation.title}\n\n${lines.join('\n')}\n`, io, palette);
}

function notWritten({ message }: OutputFailure): Annotation {
  return { level: 'error', title: 'Report not written', message };
}

/** A summary that cannot be written is worth a warning. It changes no exit code, since the run has taken place all the same. */
async function summarise(markdown: string, io: Io, palette: Palette): Promise<void> {
  const path = io.env['GITHUB_STEP_SUMMARY'] ?? '';
  if (path === '') return;
  const problem = await appendStepSummary(path, markdown);
  if (problem === undefined) return;
  say(io.stderr, palette.warn(`${MARKS.warn} ${problem}`));
  io.annotate({ level: 'warning', title: 'No step summary', message: problem });
}
