import type { RunBeginning, Tell } from '../../live/watcher.js';
import type { OutSpec } from '../../report/out-spec.js';
import type { OutputFailure } from '../../report/output.js';
import type { FlagValues } from '../../scenario/options.js';
import type { Io } from '../io.js';

/** What a watcher is made from. */
export interface WatcherCall {
  readonly flags: FlagValues;
  /** Everything of `--out`. */
  readonly outputs: readonly OutSpec[];
  readonly beginning: RunBeginning;
  readonly io: Io;
  readonly tell: Tell;
  /** An output that was asked for is not written, or not whole: the command ends as it does for a report that cannot be written. */
  readonly fail: (failure: OutputFailure) => void;
}
