import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readBounded } from '../core/bounded-text.js';
import { InternalError, saidProblem, UsageError } from '../core/errors.js';
import type { LanguageName } from '../core/language/words.js';
import { saidUnknownName } from '../core/nearest.js';
import { compareText } from '../core/text.js';
import { readYaml } from '../scenario/document.js';
import type { Exercise } from './exercise.js';
import { type ExerciseTexts, parseTexts } from './exercise-texts.js';
import { readExerciseFile } from './read-exercise.js';

const FOLDER = fileURLToPath(new URL('../../scenarios/lab/', import.meta.url));
/** An exercise's text fills two screens. */
const MOST_TEXT_BYTES = 100_000;

/** The names of all exercises, in their order. */
export async function exerciseIds(): Promise<string[]> {
  const files = await readdir(FOLDER);
  return files.flatMap((file) => /^(.+)\.yaml$/.exec(file)?.[1] ?? []).toSorted(compareText);
}

/** Reads an exercise. @throws UsageError when there is none of that name, or its file is wrong */
export async function readExercise(id: string): Promise<Exercise> {
  await mustBeThere(id);
  const shown = `scenarios/lab/${id}.yaml`;
  const read = await readYaml(`${FOLDER}${id}.yaml`, shown);
  if ('problems' in read) throw new UsageError(read.problems);
  return readExerciseFile(id, read.file);
}

/** Reads what people are told of an exercise. @throws UsageError when there is none of that name */
export async function readExerciseTexts(id: string, language: LanguageName): Promise<ExerciseTexts> {
  await mustBeThere(id);
  const name = `${id}.${language}.md`;
  const texts = parseTexts(await readBounded(`${FOLDER}${name}`, MOST_TEXT_BYTES));
  if (texts === undefined) throw new InternalError(`scenarios/lab/${name} lacks a title or one of its four parts`);
  // Whoever sees the title has to know what to type.
  const { title } = texts;
  return { ...texts, title: title.startsWith(`${id} `) ? title : `${id}: ${title}` };
}

/** A name is looked up among those that there are, and so never part of a path that somebody else wrote. */
async function mustBeThere(id: string): Promise<void> {
  const ids = await exerciseIds();
  if (!ids.includes(id)) throw new UsageError([saidProblem('lab', saidUnknownName('exercise', id, ids))]);
}
