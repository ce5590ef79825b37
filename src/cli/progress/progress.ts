import type { FlagValues } from '../../scenario/options.js';
import { isSet } from '../is-set.js';
import type { Io } from '../io.js';
import type { DisplayContext, ProgressDisplay } from './display.js';

/** Every display; each is imported when it is wanted. */
const DISPLAYS = {
  terminal: async (context: DisplayContext): Promise<ProgressDisplay> =>
    new (await import('./terminal.js')).TerminalProgress(context),
  plain: async (context: DisplayContext): Promise<ProgressDisplay> =>
    new (await import('./plain.js')).PlainProgress(context),
  none: (): Promise<ProgressDisplay> => Promise.resolve({ show: () => undefined, end: () => undefined }),
} as const;

export type DisplayKind = keyof typeof DISPLAYS;

/** Which display suits the flags and the output: bars need a terminal that somebody looks at. */
export function displayKindOf(flags: FlagValues, { env, stderr }: Pick<Io, 'env' | 'stderr'>): DisplayKind {
  if (flags.quiet === true || flags.progress === false) return 'none';
  return stderr.isTTY === true && env['TERM'] !== 'dumb' && !isSet(env['CI']) ? 'terminal' : 'plain';
}

/** A display of the kind. */
export function createProgress(kind: DisplayKind, context: DisplayContext): Promise<ProgressDisplay> {
  return DISPLAYS[kind](context);
}
