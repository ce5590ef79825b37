import { appendFile } from 'node:fs/promises';
import { messageOf } from '../../core/errors.js';
import { statIfThere } from '../../core/whole-file.js';

/** GitHub drops the whole summary of a step when it is longer. */
const MOST_BYTES = 1024 * 1024;

/**
 * Appends to the file that `GITHUB_STEP_SUMMARY` names.
 * @returns why it could not be done, a sentence without a full stop; undefined when it was
 */
export async function appendStepSummary(path: string, markdown: string): Promise<string | undefined> {
  try {
    const before = await statIfThere(path);
    const length = (before?.size ?? 0) + Buffer.byteLength(markdown);
    if (length > MOST_BYTES) return `the summary of this step would have ${length} bytes, and may have ${MOST_BYTES}`;
    await appendFile(path, `${markdown}\n`);
    return undefined;
  } catch (thrown) {
    return `the step summary could not be written: ${messageOf(thrown)}`;
  }
}
