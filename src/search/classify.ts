import type { SearchGoal } from './goal.js';
import type { TrialOfGoal } from './trial.js';

/** What a load is known to be: it holds, it does not, or more trials are needed. */
export type LoadClass = 'lower' | 'upper' | 'undecided';

/** What classification takes of a goal. */
export type Deciding = Pick<SearchGoal, 'finalTrialMs' | 'durationSumMs' | 'exceedRatio' | 'messagesNeeded'>;

/** SearchTrial time at one load, in milliseconds, and the shares that may be bad: the numbers of RFC 9971, section "Load Classification Logic". */
export interface LoadSums {
  readonly fullHighMs: number;
  readonly fullLowMs: number;
  readonly shortHighMs: number;
  readonly shortLowMs: number;
  /** Full-length bad time, and short bad time that no short good time balances. */
  readonly effectiveHighMs: number;
  /** What the shares are of: the time that counts, the goal's sum at least. */
  readonly effectiveWholeMs: number;
  /** Bad share if all that is missing turns out well. */
  readonly optimisticExceedRatio: number;
  /** Bad share if all that is missing turns out badly. */
  readonly pessimisticExceedRatio: number;
}

/** Is the trial long enough, and made of enough messages, to decide by itself? */
export function isFullLength(
  { durationMs, messages }: Pick<TrialOfGoal, 'durationMs' | 'messages'>,
  goal: Pick<SearchGoal, 'finalTrialMs' | 'messagesNeeded'>,
): boolean {
  return durationMs >= goal.finalTrialMs && messages >= goal.messagesNeeded;
}

/** Adds the trials of one load up. */
export function sumTrials(trials: readonly TrialOfGoal[], goal: Deciding): LoadSums {
  const sums = { fullHighMs: 0, fullLowMs: 0, shortHighMs: 0, shortLowMs: 0 };
  for (const trial of trials) {
    const length = isFullLength(trial, goal) ? 'full' : 'short';
    sums[`${length}${trial.isHighLoss ? 'High' : 'Low'}Ms`] += trial.durationMs;
  }
  const balancingMs = (sums.shortLowMs * goal.exceedRatio) / (1 - goal.exceedRatio);
  const effectiveHighMs = sums.fullHighMs + Math.max(0, sums.shortHighMs - balancingMs);
  const effectiveWholeMs = Math.max(sums.fullLowMs + effectiveHighMs, goal.durationSumMs);
  return {
    ...sums,
    effectiveHighMs,
    effectiveWholeMs,
    optimisticExceedRatio: effectiveHighMs / effectiveWholeMs,
    pessimisticExceedRatio: (effectiveWholeMs - sums.fullLowMs) / effectiveWholeMs,
  };
}

/** Classifies a load by all its trials (RFC 9971, "Load Classification Code"). Without trials it is undecided. */
export function classify(trials: readonly TrialOfGoal[], goal: Deciding): LoadClass {
  const { effectiveHighMs, effectiveWholeMs, fullLowMs } = sumTrials(trials, goal);
  const allowedMs = effectiveWholeMs * goal.exceedRatio;
  const isLowerAtBest = effectiveHighMs <= allowedMs;
  const isLowerAtWorst = effectiveWholeMs - fullLowMs <= allowedMs;
  if (isLowerAtBest && isLowerAtWorst) return 'lower';
  return isLowerAtBest || isLowerAtWorst ? 'undecided' : 'upper';
}

/**
 * What really came through at a load that holds (RFC 9971, "Conditional Throughput Code"): the load less the loss ratio of the worst
 * trial that the goal does not forgive.
 */
export function conditionalThroughput(load: number, trials: readonly TrialOfGoal[], goal: Deciding): number {
  const full = trials
    .filter((trial) => isFullLength(trial, goal))
    // A trial may be bad without a loss that says so; what is forgiven is forgiven of those.
    .toSorted((a, b) => Number(a.isHighLoss) - Number(b.isHighLoss) || a.lossRatio - b.lossRatio);
  const fullMs = full.reduce((sum, { durationMs }) => sum + durationMs, 0);
  let remainingMs = Math.max(goal.durationSumMs, fullMs) * (1 - goal.exceedRatio);
  let lossRatio = 0;
  for (const trial of full) {
    if (remainingMs <= 0) break;
    lossRatio = trial.lossRatio;
    remainingMs -= trial.durationMs;
  }
  return remainingMs > 0 ? 0 : load * (1 - lossRatio);
}
