import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { InternalError, messageOf, saidProblem, UsageError } from '../../../core/errors.js';
import { message } from '../../../core/language/words.js';
import { printableJson } from '../../../core/json.js';
import { writeWhole } from '../../../core/whole-file.js';
import { exerciseIds, readExercise, readExerciseTexts } from '../../../lab/catalog.js';
import { readAttempts, SCORE_FILE } from '../../../lab/score.js';
import { levelReached, standingsOf } from '../../../lab/standing.js';
import { textOf } from '../../flags.js';
import { widthOf, writeData } from '../../io.js';
import { cardLines } from './card-lines.js';
import { cardMarkdown } from './card-markdown.js';
import type { LabCall } from './lab-call.js';
import { LAB_FLAGS } from './lab-flags.js';

/** `lab report`: the card of what is passed, as Markdown into a file or a pipe, as a table on a terminal. */
export async function showCard({ call, language }: LabCall): Promise<ExitCode> {
  const { flags, io, palette } = call;
  const path = outOf(textOf(flags, 'out'));
  const ids = await exerciseIds();
  const exercises = await Promise.all(ids.map(readExercise));
  const standings = standingsOf(exercises, await readAttempts(SCORE_FILE));
  const titles = new Map<string, string>();
  for (const id of ids) titles.set(id, (await readExerciseTexts(id, language)).title);
  if (flags['json'] === true)
    await writeData(io.stdout, `${printableJson({ level: levelReached(standings), exercises: standings }, 2)}\n`);
  const card = { standings, titles, language };
  if (path !== undefined) await write(path, cardMarkdown(card));
  else if (flags['json'] !== true) {
    const look = { palette, width: widthOf(io.stdout) };
    await writeData(io.stdout, io.stdout.isTTY === true ? `${cardLines(card, look).join('\n')}\n` : cardMarkdown(card));
  }
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
    throw new UsageError([saidProblem(LAB_FLAGS.out.flag, message('lab.card-file', { example: 'md=card.md' }))]);
  return path;
}
