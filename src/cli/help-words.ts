import type { LanguageName } from '../core/language/words.js';
import { type FlagSpec, ENGLISH_NOTES, type NoteWords } from './flags.js';
import { PROGRAM_EPILOGUE, PROGRAM_HELP } from './help.js';
import type { CommandEntry, CommandSpec } from './commands/command.js';

/** The words of the help in one language. */
export interface HelpWords {
  readonly program: typeof PROGRAM_HELP & { readonly epilogue: string };
  readonly notes: NoteWords;
  /** A heading by the English one. */
  readonly heading: (english: string) => string;
  /** One line for the list of commands. */
  readonly summary: (command: Pick<CommandEntry, 'name' | 'summary'>) => string;
  /** Behind the flags of a command. */
  readonly epilogue: (command: string, spec: Pick<CommandSpec, 'epilogue'>) => string;
  /** What a flag of a command is for, and what holds where it is not given. */
  readonly flag: (command: string, spec: FlagSpec) => Pick<FlagSpec, 'help' | 'fallback'>;
}

/** As it is written where commands and flags are declared. */
export const ENGLISH_HELP: HelpWords = {
  program: { ...PROGRAM_HELP, epilogue: PROGRAM_EPILOGUE },
  notes: ENGLISH_NOTES,
  heading: (english) => english,
  summary: ({ summary }) => summary,
  epilogue: (_, { epilogue }) => epilogue,
  flag: (_, spec) => spec,
};

/** Words that ask for help, also among other short flags. */
const ASKS_FOR_HELP = /^(?:help|--help|-\w*h)$/;

/** The words of the help that a command line may ask for: those of another language are read only where it does. */
export async function helpWordsFor(args: readonly string[], language: LanguageName): Promise<HelpWords> {
  const isAskedFor = args.length === 0 || args.some((arg) => ASKS_FOR_HELP.test(arg));
  return isAskedFor ? await helpWordsOf(language) : ENGLISH_HELP;
}

/** The words of the help in a language. */
export async function helpWordsOf(language: LanguageName): Promise<HelpWords> {
  if (language === 'en') return ENGLISH_HELP;
  const korean = await import('../core/language/ko/help/index.js');
  return {
    program: korean.KOREAN_PROGRAM,
    notes: korean.KOREAN_NOTES,
    heading: (english) => korean.KOREAN_HEADINGS[english] ?? english,
    summary: ({ name, summary }) => korean.KOREAN_COMMANDS[name]?.summary ?? summary,
    epilogue: (command, { epilogue }) => korean.KOREAN_COMMANDS[command]?.epilogue ?? epilogue,
    flag: (command, { flag, help, fallback }) => ({
      help: korean.KOREAN_FLAG_HELP[`${command} ${flag}`] ?? korean.KOREAN_FLAG_HELP[flag] ?? help,
      ...(fallback === undefined ? {} : { fallback: korean.KOREAN_FALLBACKS[fallback] ?? fallback }),
    }),
  };
}
