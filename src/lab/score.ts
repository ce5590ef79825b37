import { readBounded, whyUnreadable } from '../core/bounded-text.js';
import { saidProblem, UsageError } from '../core/errors.js';
import { whileLocked } from '../core/file-lock.js';
import { parseJson, printableJson } from '../core/json.js';
import { LAB_SCHEMA } from '../core/schema-names.js';
import { statIfThere, writeWhole } from '../core/whole-file.js';
import { type Attempt, scoreFile } from './attempt.js';
import type { Evidence } from './evidence.js';
import { figuresOf } from './figures.js';
import type { JudgedExercise } from './judge-exercise.js';

/** The file of a learner's attempts, in the current folder. */
export const SCORE_FILE = 'newyear-load-lab.json';

/** Years of practice. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Of one exercise, the first and the best are among the latest that are kept as a rule. */
const MOST_ATTEMPTS = 2000;

/** The attempts so far, in their order; none when there is no file yet. @throws UsageError when the file is none of ours */
export async function readAttempts(path: string): Promise<readonly Attempt[]> {
  if ((await statIfThere(path)) === undefined) return [];
  let text: string;
  try {
    text = await readBounded(path, MOST_BYTES);
  } catch (thrown) {
    const why = whyUnreadable(thrown);
    if (why === undefined) throw thrown;
    throw new UsageError([saidProblem(path, why)]);
  }
  const read = scoreFile.safeParse(parseJson(text));
  if (read.success) return read.data.attempts;
  const [issue] = read.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : ` (${issue.path.join('.')}: ${issue.message})`;
  const message = `is not what the lab has written${place}; move it away, and the lab begins a new one`;
  throw new UsageError([{ where: path, message }]);
}

/** Adds an attempt to the file. @throws UsageError when the file is none of ours; the system's error when it cannot be written */
export async function addAttempt(path: string, made: Attempt): Promise<void> {
  await whileLocked(path, async () => {
    const attempts = [...(await readAttempts(path)), made].slice(-MOST_ATTEMPTS);
    await writeWhole(path, `${printableJson({ schema: LAB_SCHEMA, attempts }, 2)}\n`);
  });
}

/** An attempt as the file keeps it. */
export function attemptOf(
  { exercise, at, isShort }: { readonly exercise: string; readonly at: string; readonly isShort: boolean },
  judged: JudgedExercise,
  evidence: Evidence,
): Attempt {
  return {
    exercise,
    at,
    verdict: judged.verdict,
    short: isShort,
    failed: judged.criteria.flatMap(({ name, status }) => (status === 'held' ? [] : [name])),
    figures: figuresOf(evidence),
  };
}
