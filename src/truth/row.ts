/** A number of things, or a time in milliseconds. */
export type ClaimUnit = 'count' | 'ms';

/** One number of a report held against the truth. */
export interface NumberClaim {
  readonly property: string;
  readonly truth: number;
  /** Null when the report does not say. */
  readonly reported: number | null;
  readonly unit: ClaimUnit;
  /** How far the reported number may be from the truth, in the same unit; 0 for what is exact. */
  readonly tolerance: number;
}

/** One word of a report held against the truth. */
export interface WordClaim {
  readonly property: string;
  readonly truth: string;
  readonly reported: string;
  readonly holds: boolean;
}

/** What a check finds. */
export type Claim = NumberClaim | WordClaim;

/** Which run a row is about. */
export interface TrialName {
  readonly experiment: string;
  /** What was wrong with the server: `drop=1/97`. */
  readonly faults: readonly string[];
  /** Worker threads of the generator. */
  readonly workers: number;
}

/** One row of the table of truths. Plain JSON. */
export interface TruthRow extends TrialName {
  readonly property: string;
  readonly truth: number | string;
  readonly reported: number | string | null;
  /** Null for words. */
  readonly unit: ClaimUnit | null;
  /** Reported − truth; null for words and for what is not reported. */
  readonly error: number | null;
  readonly tolerance: number | null;
  readonly result: 'pass' | 'fail' | 'skip';
  /** What a reader should know about how this row came about: a second try, why it was skipped. */
  readonly note: string | null;
}

/** A number that must be exact. */
export function exactly(property: string, truth: number, reported: number): NumberClaim {
  return { property, truth, reported, unit: 'count', tolerance: 0 };
}

/** A number of things that may be off by `tolerance`. */
export function about(property: string, truth: number, reported: number | null, tolerance: number): NumberClaim {
  return { property, truth, reported, unit: 'count', tolerance };
}

/** A time in milliseconds that may be off by `toleranceMs`. */
export function timeWithin(
  property: string,
  truthMs: number,
  reportedMs: number | null,
  toleranceMs: number,
): NumberClaim {
  return { property, truth: truthMs, reported: reportedMs, unit: 'ms', tolerance: toleranceMs };
}

/** A word that must be right. */
export function says(property: string, truth: string, reported: string, holds = truth === reported): WordClaim {
  return { property, truth, reported, holds };
}

/** The row of a claim. */
export function rowOf(trial: TrialName, claim: Claim, note: string | null): TruthRow {
  const { property, truth, reported } = claim;
  const common = { ...trial, property, truth, reported, note };
  if ('holds' in claim) {
    return { ...common, unit: null, error: null, tolerance: null, result: claim.holds ? 'pass' : 'fail' };
  }
  const { unit, tolerance } = claim;
  const error = claim.reported === null ? null : claim.reported - claim.truth;
  const passes = error !== null && Math.abs(error) <= tolerance;
  return { ...common, unit, error, tolerance, result: passes ? 'pass' : 'fail' };
}

/** The row of an experiment that could not be made: because this machine has not what it takes, or because it failed. */
export function unmadeRow(trial: TrialName, result: 'skip' | 'fail', why: string): TruthRow {
  return {
    ...trial,
    property: 'the experiment',
    truth: 'made',
    reported: 'not made',
    unit: null,
    error: null,
    tolerance: null,
    result,
    note: why,
  };
}
