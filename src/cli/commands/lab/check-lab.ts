import { availableParallelism } from 'node:os';
import { wallClockIso } from '../../../core/clock.js';
import { messageOf, type Problem, StartError, UsageError } from '../../../core/errors.js';
import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import type { LanguageName } from '../../../core/language/words.js';
import { readExercise, readExerciseTexts } from '../../../lab/catalog.js';
import { checkExercise } from '../../../lab/check-exercise.js';
import { type ExerciseCourse, lengthOfCourse } from '../../../lab/exercise.js';
import { judgeExercise, type LabVerdict } from '../../../lab/judge-exercise.js';
import type { BoundStep } from '../../../lab/steps/step.js';
import { refusalOf } from '../../../scenario/targets-of-run.js';
import { addAttempt, attemptOf, SCORE_FILE } from '../../../lab/score.js';
import { say, widthOf, writeData } from '../../io.js';
import { Interrupts } from '../../run/interrupts.js';
import { checkText } from './check-lines.js';
import { readyDataFolder, whyScoreIsUnkept } from './check-ready.js';
import { readCheck } from './check-order.js';
import { exerciseNamed, type LabCall } from './lab-call.js';
import { LAB_WORDS } from './lab-words.js';
import { roughly } from './roughly.js';

const EXIT_CODES: Readonly<Record<LabVerdict, ExitCode>> = {
  PASSED: EXIT.ok,
  FAILED: EXIT.thresholdFailed,
  'NOT PROVEN': EXIT.invalid,
};

/** `lab check`: an exercise on the learner's server, from the first step to the verdict. */
export async function checkLab(lab: LabCall): Promise<ExitCode> {
  const { call, language } = lab;
  const { io, flags, palette } = call;
  const exercise = await readExercise(exerciseNamed(lab, 'check'));
  const problems: Problem[] = [];
  const wish = readCheck(flags, exercise, problems);
  if (problems.length > 0 || wish === undefined) throw new UsageError(problems);
  const refusal = 'urls' in wish.server ? refusalOf(wish.server.urls, wish.allowedHosts) : undefined;
  if (refusal !== undefined) throw new StartError(refusal.said, { hint: refusal.hint });
  await readyDataFolder(wish.dataFolder);
  const unkept = await whyScoreIsUnkept(SCORE_FILE);
  const course = wish.isShort ? exercise.short : exercise.full;
  const isQuiet = flags['quiet'] === true;
  const tell = (text: string): void => {
    if (!isQuiet) say(io.stderr, palette.dim(text));
  };
  const { title } = await readExerciseTexts(exercise.id, language);
  tell(
    `${title}${/[.?!]$/.test(title) ? '' : '.'} ${LAB_WORDS.lasts[language]} ${roughly(lengthOfCourse(course), language)}.`,
  );
  const warnUnkept = (why: string): void =>
    say(io.stderr, palette.warn(io.words.text('lab.score-unkept', { file: SCORE_FILE, why })));
  if (unkept !== undefined) warnUnkept(unkept);
  const interrupts = new Interrupts(io);
  const ending = new AbortController();
  interrupts.attach({ stop: () => ending.abort(), abandon: () => ending.abort() }, () =>
    tell(LAB_WORDS.stopping[language]),
  );
  try {
    const evidence = await checkExercise({
      exercise,
      ...wish,
      settings: {
        flags: wish.flags,
        environment: io.env,
        cpuCount: availableParallelism(),
        startWorker: io.startWorker,
      },
      signal: ending.signal,
      onStep: stepTeller(course, language, tell),
    }).catch((thrown) => {
      // What fails since it was interrupted is no news.
      if (interrupts.first === undefined) throw thrown;
      return undefined;
    });
    if (interrupts.first !== undefined || evidence === undefined)
      return interrupts.first === 'SIGINT' ? EXIT.sigint : EXIT.sigterm;
    const judged = judgeExercise(course.criteria, evidence);
    const attempt = attemptOf({ exercise: exercise.id, at: wallClockIso(), isShort: wish.isShort }, judged, evidence);
    const look = { words: io.words, palette, width: widthOf(io.stdout) };
    await writeData(io.stdout, `${checkText(title, judged, attempt, flags['json'] === true, look)}\n`);
    // What becomes of the file changes nothing of the verdict.
    if (unkept === undefined) await addAttempt(SCORE_FILE, attempt).catch((thrown) => warnUnkept(messageOf(thrown)));
    return EXIT_CODES[judged.verdict];
  } finally {
    interrupts.dispose();
  }
}

/** Tells each step by what it does and how long it takes, counted among those that can be seen. */
function stepTeller(
  { steps }: ExerciseCourse,
  language: LanguageName,
  tell: (text: string) => void,
): (step: BoundStep) => void {
  const seen = steps.filter(({ told }) => told !== null);
  return (step) => {
    if (step.told === null) return;
    const takes = step.lengthMs > 0 ? ` (${roughly(step.lengthMs, language)})` : '';
    tell(`${LAB_WORDS.step[language]} ${seen.indexOf(step) + 1}/${seen.length}: ${step.told[language]}${takes}`);
  };
}
