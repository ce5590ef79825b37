import { Chalk } from 'chalk';
import { isSet } from './is-set.js';
import type { Io, TerminalOutput } from './io.js';

type Paint = (text: string) => string;

/** Colours by what they mean. */
export interface Palette {
  readonly good: Paint;
  readonly warn: Paint;
  readonly bad: Paint;
  readonly dim: Paint;
  readonly bold: Paint;
  readonly accent: Paint;
}

/** 0 is none, 1 the sixteen that every terminal theme defines. More is not needed, and less readable on some. */
export type ColourLevel = 0 | 1;

/**
 * How colourful text on `output` may be. A no (`--no-color`, `NO_COLOR`) goes before a yes (`FORCE_COLOR`), and both before
 * what the output is.
 */
export function colourLevel(env: Io['env'], output: TerminalOutput, isRefused: boolean): ColourLevel {
  if (isRefused || (env['NO_COLOR'] ?? '') !== '') return 0;
  const forced = env['FORCE_COLOR'];
  // An empty FORCE_COLOR is a yes by convention, unlike an empty NO_COLOR.
  if (forced !== undefined) return forced === '' || isSet(forced) ? 1 : 0;
  return output.isTTY === true && env['TERM'] !== 'dumb' ? 1 : 0;
}

/** The colours of a level. */
export function createPalette(level: ColourLevel): Palette {
  const chalk = new Chalk({ level });
  // chalk joins all arguments that it gets, and `map` gives three.
  return {
    good: (text) => chalk.green(text),
    warn: (text) => chalk.yellow(text),
    bad: (text) => chalk.red(text),
    dim: (text) => chalk.dim(text),
    bold: (text) => chalk.bold(text),
    accent: (text) => chalk.cyan(text),
  };
}
