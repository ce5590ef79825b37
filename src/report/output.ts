import { sleep } from '../core/clock.js';
import { DESCRIPTOR_KINDS, errorKindOf } from '../core/error-kinds.js';
import { InternalError, messageOf } from '../core/errors.js';
import { writeWhole } from '../core/whole-file.js';
import { isRecord, type OutSpec, STDOUT } from './out-spec.js';
import { reporterOf } from './reporters/index.js';
import type { Report } from './report-types.js';
import { ENGLISH_VOICE, type Voice } from './voice.js';

/** How often an output is tried when there is no descriptor for it, and how long after each other. */
const ATTEMPTS = 6;
const ATTEMPT_INTERVAL_MS = 250;

/** An output that could not be written. */
export interface OutputFailure {
  readonly path: string;
  /** Why, a sentence without a full stop. */
  readonly message: string;
}

/** Writes text to standard output and resolves when it has been taken. */
export type WriteStdout = (text: string) => Promise<void>;

/** One text, and where to. */
export interface Output {
  /** A file's path, or {@link STDOUT}. */
  readonly path: string;
  /** The whole text; called when it is this output's turn. */
  readonly render: () => string;
}

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

/**
 * Writes every output, in order, each whole or not at all. One that fails does not keep the others from being written.
 * @returns the failures
 */
export async function writeTexts(outputs: readonly Output[], writeStdout: WriteStdout): Promise<OutputFailure[]> {
  const failures: OutputFailure[] = [];
  for (const output of outputs) {
    const { path } = output;
    try {
      await whileShort(async () => {
        const text = output.render();
        await (path === STDOUT ? writeStdout(text) : writeWhole(path, text));
      });
    } catch (thrown) {
      failures.push({ path, message: `could not write ${path}: ${messageOf(thrown)}` });
    }
  }
  return failures;
}

/** Does it again as long as there is no descriptor for it: those of connections that have just been closed come back. */
async function whileShort(write: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await write();
      return;
    } catch (thrown) {
      if (attempt === ATTEMPTS || !DESCRIPTOR_KINDS.includes(errorKindOf(thrown))) throw thrown;
      await sleep(ATTEMPT_INTERVAL_MS);
    }
  }
}

function render(report: Report, { format, path }: OutSpec, voice: Voice): string {
  const reporter = reporterOf(format);
  if (reporter === undefined) throw new InternalError(`there is no reporter for ${format}`);
  return reporter.render(report, path === STDOUT ? undefined : path, voice);
}
