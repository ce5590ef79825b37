import { saidProblem, UsageError } from '../../../core/errors.js';
import { type LanguageName, message } from '../../../core/language/words.js';
import type { CommandCall } from '../command.js';

/** What `lab` is called with. */
export interface LabCall {
  readonly call: CommandCall;
  readonly language: LanguageName;
  /** Words behind the first one. */
  readonly words: readonly string[];
}

/** The one exercise that a word is about. @throws UsageError when none is named, or several are */
export function exerciseNamed({ words }: LabCall, word: string): string {
  const [id, ...others] = words;
  if (id !== undefined && others.length === 0) return id;
  const said = id === undefined ? message('lab.names-none', { word }) : message('lab.names-many', { word });
  throw new UsageError([saidProblem(`lab ${word}`, said)]);
}
