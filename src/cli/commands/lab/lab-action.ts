import { saidProblem, UsageError } from '../../../core/errors.js';
import type { ExitCode } from '../../../core/exit-codes.js';
import { saidUnknownName } from '../../../core/nearest.js';
import type { CommandCall } from '../command.js';
import type { LabCall } from './lab-call.js';

type LabWord = (lab: LabCall) => Promise<ExitCode>;

/** What `lab` does, by its first word; what a word needs is imported when it is called. */
const WORDS: Readonly<Record<string, () => Promise<LabWord>>> = {
  show: async () => (await import('./show-exercise.js')).showExercise,
  serve: async () => (await import('./serve-lab.js')).serveLab,
  check: async () => (await import('./check-lab.js')).checkLab,
  report: async () => (await import('./lab-card.js')).showCard,
};

/** `lab`: the exercises. */
export async function lab(call: CommandCall): Promise<ExitCode> {
  const [word, ...words] = call.operands;
  if (call.strays.length > 0) throw new UsageError(call.strays);
  const { language } = call.io.words;
  if (word === undefined) return (await import('./list-exercises.js')).listExercises({ call, language, words });
  const load = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (load === undefined) {
    throw new UsageError([saidProblem('lab', saidUnknownName('word', word, Object.keys(WORDS)))]);
  }
  return (await load())({ call, language, words });
}
