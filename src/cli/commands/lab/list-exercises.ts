import type { LanguageName } from '../../../core/language/words.js';
import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { exerciseIds, readExercise, readExerciseTexts } from '../../../lab/catalog.js';
import { type Exercise, lengthOfCourse } from '../../../lab/exercise.js';
import type { ExerciseTexts } from '../../../lab/exercise-texts.js';
import { readAttempts, SCORE_FILE } from '../../../lab/score.js';
import { type ExerciseStanding, levelReached, standingsOf } from '../../../lab/standing.js';
import type { Words } from '../../../lab/words.js';
import { LeftMenu, Prompts, WentBack } from '../../menu/prompts.js';
import { say, widthOf, writeData } from '../../io.js';
import type { LabCall } from './lab-call.js';
import { LAB_WORDS } from './lab-words.js';
import { roughly } from './roughly.js';
import { exerciseText, oneHint } from './show-exercise.js';
import { tableLines } from './table-lines.js';

/** `lab`: the list of the exercises; on a terminal a menu, in which one is chosen to be shown. */
export async function listExercises(lab: LabCall): Promise<ExitCode> {
  const { call, language } = lab;
  const { io } = call;
  const ids = await exerciseIds();
  const exercises = await Promise.all(ids.map(readExercise));
  const texts = await Promise.all(ids.map((id) => readExerciseTexts(id, language)));
  const standings = standingsOf(exercises, await readAttempts(SCORE_FILE));
  const lines = tableLines(
    standings.map((standing, index) => {
      const exercise = exercises[index];
      return [
        `${standing.isPassed ? '✔' : '·'} ${texts[index]?.title ?? ''}`,
        standing.level,
        exercise === undefined ? '' : roughly(lengthOfCourse(exercise.full), language),
        stateText(standing, language),
      ];
    }),
  );
  const reached = `${LAB_WORDS.reached[language]}: ${levelReached(standings) ?? LAB_WORDS.none[language]}`;
  if (io.stdin.isTTY !== true || io.stdout.isTTY !== true) {
    await writeData(
      io.stdout,
      `${[...lines, '', reached, `${LAB_WORDS.next[language]} npx newyear-load lab show ${ids[0] ?? ''}`].join('\n')}\n`,
    );
    return EXIT.ok;
  }
  say(io.stdout, reached);
  const choices = [
    ...lines.map((name, index) => ({ name, value: index })),
    { name: LAB_WORDS.leave[language], value: undefined },
  ];
  const prompts = new Prompts(io);
  for (;;) {
    const chosen = await chooseOr(prompts, LAB_WORDS.choose[language], choices);
    if (typeof chosen === 'object') return chosen.exitCode;
    const [exercise, text] = chosen === undefined ? [] : [exercises[chosen], texts[chosen]];
    if (exercise === undefined || text === undefined) return EXIT.ok;
    const left = await showOne(exercise, text, { lab, prompts });
    if (left !== undefined) return left;
  }
}

/** An exercise, and its hints one after the other as they are asked for. @returns the exit code where the menu is left, undefined to go back to the list */
async function showOne(
  exercise: Exercise,
  texts: ExerciseTexts,
  { lab: { call, language }, prompts }: { readonly lab: LabCall; readonly prompts: Prompts },
): Promise<ExitCode | undefined> {
  const { stdout } = call.io;
  const look = { palette: call.palette, width: widthOf(stdout) };
  say(stdout, '', await exerciseText(exercise, texts, language, look), '');
  const { hint, of, list, leave, after } = LAB_WORDS;
  for (let number = 1; ; number++) {
    const choices = [
      ...(number > texts.hints.length
        ? []
        : [{ name: `${hint[language]} ${number} ${of[language]} ${texts.hints.length}`, value: 'hint' as const }]),
      { name: list[language], value: 'list' as const },
      { name: leave[language], value: undefined },
    ];
    const chosen = await chooseOr(prompts, after[language], choices, 'list' as const);
    if (typeof chosen === 'object') return chosen.exitCode;
    if (chosen === undefined) return EXIT.ok;
    if (chosen === 'list') return undefined;
    say(stdout, '', oneHint(texts, number, language, look), '');
  }
}

/** @param atEsc what Esc chooses */
async function chooseOr<T extends number | string>(
  prompts: Prompts,
  message: string,
  choices: readonly { readonly name: string; readonly value: T | undefined }[],
  atEsc?: T,
): Promise<T | undefined | LeftMenu> {
  try {
    return await prompts.choose(message, choices);
  } catch (thrown) {
    if (thrown instanceof WentBack) return atEsc;
    if (thrown instanceof LeftMenu) return thrown;
    throw thrown;
  }
}

/** `open`, `1 attempt`, `passed, 3 attempts`. */
function stateText({ attempts, isPassed }: ExerciseStanding, language: LanguageName): string {
  if (attempts === 0) return LAB_WORDS.open[language];
  const count = attemptsText(attempts)[language];
  return isPassed ? `${LAB_WORDS.passed[language]}, ${count}` : count;
}

function attemptsText(count: number): Words {
  return { en: count === 1 ? '1 attempt' : `${count} attempts`, ko: `${count}번 시도` };
}
