import { saidProblem, UsageError } from '../../../core/errors.js';
import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { readExercise, readExerciseTexts } from '../../../lab/catalog.js';
import type { Exercise } from '../../../lab/exercise.js';
import type { ExerciseTexts } from '../../../lab/exercise-texts.js';
import type { LanguageName } from '../../../core/language/words.js';
import { wholeNumber } from '../../../scenario/parsers.js';
import type { Palette } from '../../colours.js';
import { textOf } from '../../flags.js';
import { widthOf, writeData } from '../../io.js';
import { exerciseNamed, type LabCall } from './lab-call.js';
import { LAB_FLAGS } from './lab-flags.js';
import { LAB_WORDS } from './lab-words.js';
import { reflow } from './reflow.js';

/** How a text looks on its terminal. */
export interface TextLook {
  readonly palette: Palette;
  /** Columns that a line may take. */
  readonly width: number;
}

/** `lab show`: what an exercise is about, or one hint. */
export async function showExercise(lab: LabCall): Promise<ExitCode> {
  const { call, language } = lab;
  const id = exerciseNamed(lab, 'show');
  const [exercise, texts] = await Promise.all([readExercise(id), readExerciseTexts(id, language)]);
  const look = { palette: call.palette, width: widthOf(call.io.stdout) };
  const hint = textOf(call.flags, 'hint');
  const text =
    hint === undefined ? await exerciseText(exercise, texts, language, look) : hintText(texts, hint, language, look);
  await writeData(call.io.stdout, `${text}\n`);
  return EXIT.ok;
}

/** Everything about an exercise but its hints. */
export async function exerciseText(
  exercise: Exercise,
  { title, symptom, look, task, hints }: ExerciseTexts,
  language: LanguageName,
  { palette, width }: TextLook,
): Promise<string> {
  const { id, level, full, needs } = exercise;
  const head = (word: keyof typeof LAB_WORDS): string => palette.bold(LAB_WORDS[word][language]);
  const server =
    needs.length > 0 && !needs.every((need) => need === 'metrics') ? "--server '<command>'" : '--target <url>';
  return [
    `${palette.bold(title)}  (${LAB_WORDS.level[language]}: ${level})`,
    '',
    head('symptom'),
    reflow(symptom, width),
    '',
    head('look'),
    reflow(look, width),
    '',
    head('task'),
    reflow(task, width),
    '',
    head('criteria'),
    ...full.criteria.map((criterion) => reflow(`  - ${criterion.title[language]}`, width)),
    '',
    await practiceLine(exercise, language),
    `${LAB_WORDS.check[language]}:  npx newyear-load lab check ${id} ${server}`,
    `${LAB_WORDS.hints[language]}:  npx newyear-load lab show ${id} --hint 1  (1–${hints.length})`,
  ].join('\n');
}

/** How a server is started to look at: that of the exercise, or where it has none of its own, that of every chat. */
async function practiceLine({ id, needs }: Exercise, language: LanguageName): Promise<string> {
  const { VARIANTS } = await import('../../../lab/variants/index.js');
  const { serve, practice } = LAB_WORDS;
  if (!Object.hasOwn(VARIANTS, id)) return `${practice[language]}:  npx newyear-load serve --port 4000`;
  const data = needs.includes('data') ? ' --data ./data' : '';
  return `${serve[language]}:  npx newyear-load lab serve ${id} --port 4000${data}`;
}

function hintText(texts: ExerciseTexts, asked: string, language: LanguageName, look: TextLook): string {
  const parsed = wholeNumber(1, texts.hints.length)(asked);
  if (!parsed.ok) throw new UsageError([saidProblem(LAB_FLAGS.hint.flag, parsed.said)]);
  return oneHint(texts, parsed.value, language, look);
}

/** A hint with its number. @param number from 1 */
export function oneHint(
  { hints }: ExerciseTexts,
  number: number,
  language: LanguageName,
  { palette, width }: TextLook,
): string {
  const { hint, of } = LAB_WORDS;
  return `${palette.bold(`${hint[language]} ${number} ${of[language]} ${hints.length}`)}\n${reflow(hints[number - 1] ?? '', width)}`;
}
