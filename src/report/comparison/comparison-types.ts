import type { VerdictLevel } from '../../judgement/verdict.js';

/** Name and version of the comparison's format; a new major version where a field is renamed or dropped. */
export const COMPARISON_SCHEMA = 'newyear-load/comparison@1';

/** What a change means. */
export type Judgement = 'noise' | 'better' | 'worse';

/** Several runs against one, as JSON. Field names are public; `docs/compare.md` explains every one. */
export interface Comparison {
  readonly schema: typeof COMPARISON_SCHEMA;
  /** What compared them. */
  readonly tool: { readonly name: string; readonly version: string };
  /** With so much confidence all intervals of one candidate hold at once; 0–1. */
  readonly confidence: number;
  readonly base: ComparedRun;
  readonly candidates: readonly Candidate[];
}

/** A run as the comparison names it. */
export interface ComparedRun {
  readonly id: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly target: string;
  readonly interrupted: boolean;
  /** Where its report came from: a file's path; null for the run that has just ended. */
  readonly file: string | null;
  readonly verdict: VerdictLevel;
}

/** One run beside the base. */
export interface Candidate {
  readonly run: ComparedRun;
  /** Worse where any change that counts is worse, else better where any is. */
  readonly judgement: Judgement;
  /** In what the two runs differ beside their results. */
  readonly differences: readonly Difference[];
  /** Sentences about what makes the comparison doubtful. */
  readonly warnings: readonly string[];
  readonly changes: readonly Change[];
  readonly regressions: readonly RegressionResult[];
}

/** Something of the plan, the machine or the tool that is not the same. */
export interface Difference {
  readonly kind: 'plan' | 'host' | 'tool';
  /** Name of the field in the report: `users`, `cpus`. */
  readonly field: string;
  readonly base: string;
  readonly current: string;
}

export type ChangeGroup = 'latency' | 'throughput' | 'ledger' | 'setup' | 'generator';

/** Milliseconds, events per second, a number of events, or a share 0–1. */
export type ChangeUnit = 'ms' | 'perSecond' | 'count' | 'share';

/** One number of both runs. */
export interface Change {
  /** As expressions name it: `p99(delivery)`, `tps`, `lost`. */
  readonly metric: string;
  readonly group: ChangeGroup;
  readonly unit: ChangeUnit;
  readonly better: 'lower' | 'higher';
  /** null where it was not measured, or its sample is too small. */
  readonly base: number | null;
  readonly current: number | null;
  /** `current` − `base`. */
  readonly change: number | null;
  /** `change` ÷ `base`; null where the base is 0. */
  readonly relative: number | null;
  /** Ends of the interval of `change`; null where nothing bounds it. */
  readonly low: number | null;
  readonly high: number | null;
  /** Changes up to this are noise, however sure they are. */
  readonly floor: number | null;
  /** null where it cannot be judged; `reason` says why. */
  readonly judgement: Judgement | null;
  readonly reason: string | null;
  /** Does it decide on the candidate? What is the generator's own does not. */
  readonly counts: boolean;
}

/** One bound of `--fail-on-regression`, evaluated. */
export interface RegressionResult {
  readonly expression: string;
  readonly metric: string;
  /** The change in the unit of the bound: a share 0–1 for `%` and `pp`, milliseconds, or a number; null when there is nothing to judge by. */
  readonly actual: number | null;
  readonly passed: boolean;
  /** Why it passed although the change is beyond the bound, or why it cannot be decided, and failed for that; else null. */
  readonly reason: string | null;
}
