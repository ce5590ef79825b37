import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { InternalError, messageOf, UsageError } from '../../../core/errors.js';
import { printableJson } from '../../../core/json.js';
import { writeWhole } from '../../../core/whole-file.js';
import { exerciseIds, readExercise, readExerciseTexts } from '../../../lab/catalog.js';
import { readAttempts, SCORE_FILE } from '../../../lab/score.js';
import { levelReached, standingsOf } from '../../../lab/standing.js';
import { textOf } from '../../flags.js';
import { writeData } from '../../io.js';
import { cardMarkdown } from './card-markdown.js';
import type { LabCall } from './lab-call.js';
import { LAB_FLAGS } from './lab-flags.js';

/** `lab report`: the card of what is passed, on stdout or into a file. */
export async function showCard({ call, language }: LabCall): Promise<ExitCode> {
  const { flags, io } = call;
  const path = outOf(textOf(flags, 'out'));
  const ids = await exerciseIds();
  const exercises = await Promise.all(ids.map(readExercise));
  const standings = standingsOf(exercises, await readAttempts(SCORE_FILE));
  const titles = new Map<string, string>();
  for (const id of ids) titles.set(id, (await readExerciseTexts(id, language)).title);
  if (flags['json'] === true)
    await writeData(io.stdout, `${printableJson({ level: levelReached(standings), exercises: standings }, 2)}\n`);
  const card = cardMarkdown({ standings, titles, language });
  if (path !== undefined) await write(path, card);
  else if (flags['json'] !== true) await writeData(io.stdout, card);
  return EXIT.ok;
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeWhole(path, text);
  } catch (thrown) {
    throw new InternalError(`${path} cannot be written: ${messageOf(thrown)}`, { cause: thrown });
  }
}

function outOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const path = /^md=(.+)$/s.exec(text)?.[1];
  if (path === undefined)
    throw new UsageError([{ where: LAB_FLAGS.out.flag, message: 'must be md=<file>, such as md=card.md' }]);
  return path;
}
