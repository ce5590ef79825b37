import type { Verdict } from '../judgement/verdict.js';
import { mergeCounters, rawPercentileUs } from '../metrics/latency-summary.js';
import type { RunOutcome } from '../metrics/run-outcome.js';
import { type CapacityGoal, findingOf } from './goals.js';
import type { TrialFacts } from './trial-facts.js';

/** Of the messages that it was asked for, a generator that is not the limit offers all but this share. */
const MOST_NOT_OFFERED = 0.01;
/** A thread that runs, or is ready to, for more of the time has no time left: what comes in waits where nobody measures it. */
const MOST_RUNNABLE = 0.95;
/** What puts times into doubt by an amount that nobody has measured. */
const UNMEASURED: ReadonlySet<string> = new Set(['slower-than-canary', 'impossible-samples']);
/** What is sent late is sent at once, so the server gets it as a burst, and takes as long again to work it off. */
const SLIP_FACTOR = 2;

/**
 * Was the generator the limit of a trial, and not the server? It was when it did not offer what it was asked for, and when the trial
 * failed a goal under a verdict of INVALID that concerns what failed. These are evidence all the same: a trial that held, since delays of
 * the generator can only have made its times worse; one that fails as well when all measured delays of the generator are taken off its
 * times; and one that fails by what was counted, as long as only times are in doubt and no thread was without processor time: one that
 * is may not have read in time what had come.
 */
export function wasGeneratorTheLimit(facts: TrialFacts, verdict: Verdict, goals: readonly CapacityGoal[]): boolean {
  const { counters, unsentWritable, workers } = facts.outcome;
  if (unsentWritable > counters.intended * MOST_NOT_OFFERED) return true;
  const failed = goals.filter((goal) => findingOf(goal, facts).isHighLoss);
  if (verdict.level !== 'INVALID' || failed.length === 0) return false;
  if (verdict.counts.level === 'INVALID') return true;
  if (workers.some(({ cpuShare, cpuWaitShare }) => cpuShare + cpuWaitShare > MOST_RUNNABLE)) return true;
  const isMeasured = !verdict.reasons.some(({ code }) => UNMEASURED.has(code));
  const excusedMs = isMeasured ? ownDelayMs(facts.outcome) : Number.POSITIVE_INFINITY;
  return failed.some((goal) => !findingOf(goal, facts, excusedMs).isHighLoss);
}

/** By how much the generator itself can have lengthened the times of a trial, milliseconds. */
function ownDelayMs({ workers }: RunOutcome): number {
  const slipUs = rawPercentileUs(mergeCounters(workers.map(({ scheduleSlip }) => scheduleSlip)), 'p99') ?? 0;
  const loopUs = rawPercentileUs(mergeCounters(workers.map(({ eventLoopDelay }) => eventLoopDelay)), 'p99') ?? 0;
  return (SLIP_FACTOR * slipUs + loopUs) / 1000;
}
