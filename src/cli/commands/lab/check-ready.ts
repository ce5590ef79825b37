import { messageOf, saidProblem, UsageError } from '../../../core/errors.js';
import { message } from '../../../core/language/words.js';
import { makeFolder, tryBeside } from '../../../core/whole-file.js';
import { readAttempts } from '../../../lab/score.js';
import { LAB_FLAGS } from './lab-flags.js';

/** Makes the learner's folder for the server's data, unless it is there. @throws UsageError when no files could be put into it */
export async function readyDataFolder(folder: string | undefined): Promise<void> {
  if (folder === undefined) return;
  try {
    await makeFolder(folder);
  } catch (thrown) {
    throw new UsageError([saidProblem(LAB_FLAGS.data.flag, message('lab.data-folder', { why: messageOf(thrown) }))]);
  }
}

/**
 * Why attempts cannot be kept in this file, which is no reason not to check; undefined when they can.
 * @throws UsageError when the file is none of ours, so that nobody hears it only when a check is over
 */
export async function whyScoreIsUnkept(path: string): Promise<string | undefined> {
  await readAttempts(path);
  try {
    await tryBeside(path);
    return undefined;
  } catch (thrown) {
    return messageOf(thrown);
  }
}
