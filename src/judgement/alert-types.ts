/** A rule of a run that was true for a moment: something to look at while it goes on, and no verdict. */
export interface Alert {
  /** The rule as it was written: `p95(delivery)>1s`. */
  readonly rule: string;
  /** A sentence for people. */
  readonly message: string;
  /** Whole seconds since the flood began. */
  readonly second: number;
  /** What was measured, in the rule's unit: milliseconds, a share, a count. */
  readonly value: number;
  /** The rule's limit, in the same unit. */
  readonly limit: number;
}
