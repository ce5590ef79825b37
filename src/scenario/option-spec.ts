import type { RunKind } from '../core/plan.js';
import type { Parser } from './parsers.js';

/** One option, declared once: flags, menu questions, the schema of scenario files and the docs derive from it. */
export interface OptionSpec<T> {
  /** `--users`; a flag that starts with `--no-` switches the option off. */
  readonly flag: `--${string}`;
  readonly short?: `-${string}`;
  /** How help shows the value, in brackets when it may be left out; absent = the flag takes none. */
  readonly argument?: `<${string}>` | `[${string}]`;
  /** May the flag be given several times? */
  readonly repeatable?: true;
  /** How many values its list has in a scenario file at most; absent = as many as one likes. */
  readonly most?: number;
  /** Its key in a scenario file; absent = a flag only. */
  readonly key?: string;
  /** What holds without preset, file and flag, as the text a user would write; absent = the preset's value, or nothing. */
  readonly fallback?: string;
  /** The environment variable that holds where the flag is not given. */
  readonly environment?: string;
  /** Is its value a secret? Then it is no part of a command line that is told, and its parser's complaint does not quote it. */
  readonly secret?: true;
  /** One line for `--help` and the docs, without full stop. */
  readonly help: string;
  /** Of the commands that make a plan, which are each named after the kind of run. */
  readonly commands: readonly RunKind[];
  /** What the option decides: the plan, where plans come from, only what the command shows and writes, or who makes the load. */
  readonly scope: 'plan' | 'source' | 'output' | 'agents';
  /** Reads and checks the flag's text, or one of its texts when repeatable. */
  readonly parse: Parser<T>;
}

/** Declares an option: keeps the value's type while checking the rest. */
export function option<T, const S extends OptionSpec<T>>(spec: S & { readonly parse: Parser<T> }): S {
  return spec;
}

/** The commands that an option is for. */
export const BOTH = ['run', 'connect'] as const;
export const RUN = ['run'] as const;
