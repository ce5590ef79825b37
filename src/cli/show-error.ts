import { AppError, messageOf, UsageError } from '../core/errors.js';
import { EXIT, type ExitCode } from '../core/exit-codes.js';
import type { AnyMessage } from '../core/language/template.js';
import { inEnglish, type Wording } from '../core/language/words.js';
import { printable } from '../core/text.js';
import type { Palette } from './colours.js';
import { isSet } from './is-set.js';
import { type Io, say } from './io.js';

const MESSAGE_LENGTH = 1000;

/**
 * Tells the user what went wrong, on stderr: the message and what to do next for an error that we foresaw, every problem on
 * a line of its own for a wrong command line or file, and for anything else that it is our fault.
 * @returns the code to exit with
 */
export function showError(thrown: unknown, io: Pick<Io, 'stderr' | 'env' | 'words'>, palette: Palette): ExitCode {
  const { stderr, env, words } = io;
  if (!(thrown instanceof AppError)) {
    const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    say(
      stderr,
      `${palette.bad(words.text('end.our-fault'))} ${printable(messageOf(thrown), MESSAGE_LENGTH)}`,
      isSet(env['NEWYEAR_LOAD_DEBUG']) ? printableStack(stack) : palette.dim(words.text('end.debug')),
    );
    return EXIT.fault;
  }
  if (thrown instanceof UsageError) {
    for (const { where, message, said } of thrown.problems)
      say(stderr, `${palette.bad(printable(where))}: ${printable(inWords(said, message, words), MESSAGE_LENGTH)}`);
  } else {
    say(
      stderr,
      `${palette.bad(words.text('end.error'))} ${printable(inWords(thrown.said.message, thrown.message, words), MESSAGE_LENGTH)}`,
    );
  }
  if (thrown.hint !== undefined) say(stderr, printable(inWords(thrown.said.hint, thrown.hint, words), MESSAGE_LENGTH));
  if (isSet(env['NEWYEAR_LOAD_DEBUG']) && thrown.stack !== undefined)
    say(stderr, palette.dim(printableStack(thrown.stack)));
  return thrown.exitCode;
}

/** A text in the user's language, if it is still what was said at first: secrets may have been taken out of it since. */
function inWords(said: string | AnyMessage | undefined, english: string, words: Wording): string {
  return said !== undefined && inEnglish(said) === english ? words.say(said) : english;
}

/** A stack begins with the message, which may hold what a server has sent. */
function printableStack(stack: string): string {
  return stack
    .split('\n')
    .map((line) => printable(line, MESSAGE_LENGTH))
    .join('\n');
}
