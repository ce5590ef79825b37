import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { exerciseIds, readExercise, readExerciseTexts } from '../../../lab/catalog.js';
import { lengthOfCourse } from '../../../lab/exercise.js';
import { readAttempts, SCORE_FILE } from '../../../lab/score.js';
import { levelReached, standingsOf } from '../../../lab/standing.js';
import { LeftMenu, Prompts } from '../../menu/prompts.js';
import { say, writeData } from '../../io.js';
import type { LabCall } from './lab-call.js';
import { LAB_WORDS } from './lab-words.js';
import { exerciseText } from './show-exercise.js';

/** `lab`: the list of the exercises; on a terminal a menu, in which one is chosen to be shown. */
export async function listExercises(lab: LabCall): Promise<ExitCode> {
  const { call, language } = lab;
  const { io } = call;
  const ids = await exerciseIds();
  const exercises = await Promise.all(ids.map(readExercise));
  const texts = await Promise.all(ids.map((id) => readExerciseTexts(id, language)));
  const standings = standingsOf(exercises, await readAttempts(SCORE_FILE));
  const lines = standings.map(({ level, attempts, isPassed }, index) => {
    const state = isPassed ? LAB_WORDS.passed[language] : LAB_WORDS.open[language];
    const exercise = exercises[index];
    const takes = exercise === undefined ? '' : roughly(lengthOfCourse(exercise.full));
    return `${isPassed ? '✔' : '·'} ${texts[index]?.title ?? ''}  [${level}, ${takes}, ${state}, ${LAB_WORDS.attempts[language]}: ${attempts}]`;
  });
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
    say(io.stdout, '', exerciseText(exercise, text, language, call.palette), '');
  }
}

async function chooseOr(
  prompts: Prompts,
  message: string,
  choices: readonly { readonly name: string; readonly value: number | undefined }[],
): Promise<number | undefined | LeftMenu> {
  try {
    return await prompts.choose(message, choices);
  } catch (thrown) {
    if (thrown instanceof LeftMenu) return thrown;
    throw thrown;
  }
}

/** A length for people: `40 s`, `3 min`. */
export function roughly(lengthMs: number): string {
  return lengthMs < 90_000 ? `${Math.ceil(lengthMs / 1000)} s` : `${Math.ceil(lengthMs / 60_000)} min`;
}
