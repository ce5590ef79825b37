import { type FlagValues, OPTIONS, type OptionName, type OptionSpec } from '../../scenario/options.js';
import { TOOL_NAME } from '../tool.js';

/**
 * A command line that does the same again: the flags that shaped it, and the seed that was drawn. What was shown and
 * written is not part of it, and neither are secrets; a target with a password is refused.
 */
export function commandLineOf(command: string, flags: FlagValues, seed: number, more: readonly string[] = []): string {
  return [...flagWords(command, flags, more), OPTIONS.seed.flag, String(seed)].map(shellQuoted).join(' ');
}

/** A command line that runs a load by the same flags. */
export function runCommandOf(flags: FlagValues): string {
  return flagWords('run', flags).map(shellQuoted).join(' ');
}

function flagWords(command: string, flags: FlagValues, more: readonly string[] = []): string[] {
  const words = [TOOL_NAME, command, ...more];
  for (const name of Object.keys(OPTIONS) as OptionName[]) {
    const spec: OptionSpec<unknown> = OPTIONS[name];
    if (spec.scope === 'output' || spec.secret === true || name === 'seed') continue;
    words.push(...wordsOf(spec, flags[name]));
  }
  return words;
}

function wordsOf({ flag, argument }: OptionSpec<unknown>, value: FlagValues[OptionName]): string[] {
  if (value === undefined) return [];
  // A switch: on by its flag, or off by its --no- flag, which is given where the value is false.
  if (argument === undefined) return value === !flag.startsWith('--no-') ? [flag] : [];
  // One whose value may be left out.
  if (typeof value === 'boolean') return value ? [flag] : [];
  return [value].flat().flatMap((text) => [flag, text]);
}

/** A word as a POSIX shell reads it back. */
function shellQuoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
