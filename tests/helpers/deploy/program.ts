import { execFileSync } from 'node:child_process';

/** A program of somebody else's that a test uses. */
export interface Program {
  readonly name: string;
  /** With which it tells what it is, and ends at once. */
  readonly args: readonly string[];
  /** What it must say of itself on stdout. */
  readonly says?: RegExp;
  /** Where it is to be had, or what is wrong with an older one. */
  readonly hint: string;
}

/** Why tests of a program are skipped; false where it is there. A line that says so goes to stderr. */
export function whyNot({ name, args, says = /^/, hint }: Program): string | false {
  try {
    if (says.test(execFileSync(name, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))) return false;
  } catch {
    // It is not there; that is told below.
  }
  const why = `SKIPPED: there is no ${name} here that would do (${hint})`;
  process.stderr.write(`${why}\n`);
  return why;
}
