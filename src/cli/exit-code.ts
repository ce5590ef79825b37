import { EXIT, type ExitCode } from '../core/exit-codes.js';
import type { VerdictLevel } from '../judgement/verdict.js';
import { type Interruption, isGeneratorBroken } from '../metrics/run-outcome.js';

/** What the exit code of a run that has taken place depends on. */
export interface RunEnding {
  readonly interruption: Interruption | null;
  readonly verdict: VerdictLevel;
  /** Did every threshold hold? */
  readonly thresholdsHeld: boolean;
  /** Did those on counts hold, which are as true on a busy machine as on a quiet one? */
  readonly certainThresholdsHeld: boolean;
  /** Was every report written? */
  readonly reportsWritten: boolean;
}

/** What ends a run with which code; the first that applies wins. */
const RULES: readonly { readonly code: ExitCode; readonly applies: (ending: RunEnding) => boolean }[] = [
  {
    code: EXIT.fault,
    applies: ({ interruption, reportsWritten }) => isGeneratorBroken(interruption) || !reportsWritten,
  },
  { code: EXIT.sigint, applies: ({ interruption }) => interruption === 'SIGINT' },
  { code: EXIT.sigterm, applies: ({ interruption }) => interruption === 'SIGTERM' },
  // A pipeline that repeats a run for a busy machine must never repeat a loss of data.
  { code: EXIT.thresholdFailed, applies: ({ certainThresholdsHeld }) => !certainThresholdsHeld },
  { code: EXIT.invalid, applies: ({ verdict }) => verdict === 'INVALID' },
  { code: EXIT.thresholdFailed, applies: ({ thresholdsHeld }) => !thresholdsHeld },
];

/** The exit code of a run that has taken place. */
export function exitCodeOf(ending: RunEnding): ExitCode {
  return RULES.find(({ applies }) => applies(ending))?.code ?? EXIT.ok;
}
