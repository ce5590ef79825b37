export type VerdictLevel = 'VALID' | 'SUSPECT' | 'INVALID';

/** Why a run is not simply VALID. */
export interface VerdictReason {
  /** Stable, for scripts: `schedule-slip`. */
  readonly code: string;
  readonly message: string;
}

/** Can the run's numbers be believed, or was the generator the limit? */
export interface Verdict {
  readonly level: VerdictLevel;
  /** The gravest first; empty when VALID. */
  readonly reasons: readonly VerdictReason[];
}
