import { saidUnknownName } from '../core/nearest.js';
import { languageNamed, languageOfEnvironment } from '../core/language/locale.js';
import { LANGUAGES, type LanguageName } from '../core/language/words.js';
import { type Problem, saidProblem } from '../core/errors.js';
import { type FlagSpec, type RawFlags, textOf } from './flags.js';
import type { Io } from './io.js';

/** The language for people, of every command. */
export const LANGUAGE_FLAG: FlagSpec = {
  flag: '--lang',
  argument: '<en|ko>',
  help: 'Language of everything for people, English or Korean; without it that of the locale',
  environment: 'NEWYEAR_LOAD_LANG',
};

/** Where the help has it. */
export const LANGUAGE_GROUP = 'What is shown and written:';

/** A command line without its `--lang`, and the language that it and the environment ask for. */
export interface LanguageChoice {
  readonly language: LanguageName;
  readonly args: readonly string[];
}

/**
 * Takes the language out of a command line: it is needed before the rest is read, as mistakes in it are told in that language. One that
 * there is not stays in the command line, where it is told as every other mistake.
 */
export function takeLanguage(args: readonly string[], env: Io['env']): LanguageChoice {
  let language: LanguageName | undefined;
  const rest: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg === '--') {
      rest.push(...args.slice(index));
      break;
    }
    const isFlag = arg === LANGUAGE_FLAG.flag;
    const text = isFlag ? (args[index + 1] ?? '') : arg.startsWith(`${LANGUAGE_FLAG.flag}=`) ? afterEquals(arg) : '';
    const named = languageNamed(text);
    if (named === undefined) rest.push(arg);
    else {
      language = named;
      if (isFlag) index++;
    }
  }
  return { language: language ?? languageOfEnvironment(env), args: rest };
}

/** What is wrong with a `--lang` that was left in a command line. */
export function languageProblems(flags: RawFlags): Problem[] {
  const text = textOf(flags, 'lang');
  if (text === undefined || languageNamed(text) !== undefined) return [];
  return [saidProblem(LANGUAGE_FLAG.flag, saidUnknownName('language', text, LANGUAGES))];
}

function afterEquals(arg: string): string {
  return arg.slice(arg.indexOf('=') + 1);
}
