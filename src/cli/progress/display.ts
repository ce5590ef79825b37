import type { Wording } from '../../core/language/words.js';
import type { RunKind } from '../../core/plan.js';
import type { LiveEvent } from '../../live/watcher.js';
import type { Palette } from '../colours.js';
import type { TerminalGuard, TerminalOutput } from '../io.js';
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
  readonly kind: RunKind;
  readonly words: Wording;
}
