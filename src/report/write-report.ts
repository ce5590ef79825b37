import { InternalError } from '../core/errors.js';
import { isRecord, type OutSpec, STDOUT } from './out-spec.js';
import { type Output, type OutputFailure, type WriteStdout, writeTexts } from './output.js';
import type { Report } from './report-types.js';
import { reporterOf } from './reporters/index.js';
import { ENGLISH_VOICE, type Voice } from './voice.js';

/** Writes a report in every format that was asked for, records left out, since they are written by then; see {@link writeTexts}. */
export function writeOutputs(
  report: Report,
  specs: readonly OutSpec[],
  writeStdout: WriteStdout,
  voice: Voice = ENGLISH_VOICE,
): Promise<OutputFailure[]> {
  const rendered = specs.filter((spec) => !isRecord(spec));
  const outputs = rendered.map(
    ({ format, path }): Output => ({ path, render: () => render(report, { format, path }, voice) }),
  );
  return writeTexts(outputs, writeStdout);
}

function render(report: Report, { format, path }: OutSpec, voice: Voice): string {
  const reporter = reporterOf(format);
  if (reporter === undefined) throw new InternalError(`there is no reporter for ${format}`);
  return reporter.render(report, path === STDOUT ? undefined : path, voice);
}
