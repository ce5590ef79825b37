import type { LiveEvent } from '../../live/watcher.js';
import type { FlagValues, PlanCommand } from '../../scenario/options.js';
import { isSet, type Palette } from '../colours.js';
import type { Io, TerminalGuard, TerminalOutput } from '../io.js';
import type { Glyphs } from './glyphs.js';

/** Shows a run while it goes on. */
export interface ProgressDisplay {
  show(event: LiveEvent): void;
  /** Stops showing, the terminal being as before; may be called again. */
  end(): void;
}

/** What a display is made with. */
export interface DisplayContext {
  readonly output: TerminalOutput;
  readonly guard: TerminalGuard;
  readonly palette: Palette;
  readonly glyphs: Glyphs;
  readonly kind: PlanCommand;
}

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
