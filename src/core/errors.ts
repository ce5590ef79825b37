import { EXIT, type ExitCode } from './exit-codes.js';
import type { AnyMessage } from './language/template.js';
import { inEnglish, isMessage, message } from './language/words.js';

/** Options shared by all of our errors. */
export interface AppErrorOptions {
  /** What the user can do next, one sentence, in English or to be said in any language. */
  readonly hint?: string | AnyMessage;
  readonly cause?: unknown;
}

/**
 * Base of every error that we show to a user: a stable code, a sentence, and the exit code that it ends with.
 * Anything else that reaches the top of the program is a fault of the tool itself.
 */
export abstract class AppError extends Error {
  abstract readonly code: string;
  abstract readonly exitCode: ExitCode;
  readonly hint: string | undefined;
  /** Message and hint as they can be said in any language, where they can. */
  readonly said: { readonly message: string | AnyMessage; readonly hint: string | AnyMessage | undefined };

  constructor(what: string | AnyMessage, { hint, cause }: AppErrorOptions = {}) {
    super(inEnglish(what), { cause });
    this.name = new.target.name;
    this.hint = hint === undefined ? undefined : inEnglish(hint);
    this.said = { message: what, hint };
  }
}

/** One thing that is wrong with what the user gave us. */
export interface Problem {
  /** Where: `--users`, `my.yaml:3:9`, `users`. */
  readonly where: string;
  /** What is wrong there and what would be right, a sentence without a full stop. */
  readonly message: string;
  /** The same in any language, where it can be said so. */
  readonly said?: AnyMessage;
}

/** A problem that can be told in any language, or in English alone where it has no sentence of a dictionary yet. */
export function saidProblem(where: string, said: AnyMessage | string): Problem {
  return typeof said === 'string' ? { where, message: said } : { where, message: inEnglish(said), said };
}

/** A list of the parsed value, or an empty one and one problem more. @param parsed the value, or what is wrong with its text */
export function orProblem<Parsed extends object | string>(
  parsed: Parsed,
  where: string,
  problems: Problem[],
): Exclude<Parsed, AnyMessage | string>[] {
  if (typeof parsed === 'string' || isMessage(parsed)) {
    problems.push(saidProblem(where, parsed));
    return [];
  }
  return [parsed as Exclude<Parsed, AnyMessage | string>];
}

/** A file can have a hundred thousand problems, and nobody reads more than these. */
const MOST_PROBLEMS = 200;

/** Bad flags, files or expressions: every problem at once, as far as people can read them, nothing touched. */
export class UsageError extends AppError {
  override readonly code = 'USAGE';
  override readonly exitCode = EXIT.usage;
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options: AppErrorOptions = {}) {
    const told = withoutTheMany(problems);
    super(told.map((problem) => `${problem.where}: ${problem.message}`).join('\n'), options);
    this.problems = told;
  }
}

function withoutTheMany(problems: readonly Problem[]): readonly Problem[] {
  const first = problems[MOST_PROBLEMS];
  if (first === undefined) return problems;
  const more = problems.length - MOST_PROBLEMS - 1;
  return [...problems.slice(0, MOST_PROBLEMS), saidProblem(first.where, message('mistake.many', { more }))];
}

/** The run could not start: the step that failed, with what, and what to try. */
export class StartError extends AppError {
  override readonly code = 'COULD_NOT_START';
  override readonly exitCode = EXIT.couldNotStart;
}

/** A fault of ours that still deserves a sentence: a worker thread that died, for example. */
export class InternalError extends AppError {
  override readonly code = 'INTERNAL';
  override readonly exitCode = EXIT.fault;
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The `code` of a system error (`ECONNREFUSED`), or undefined. */
export function systemCodeOf(thrown: unknown): string | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}
