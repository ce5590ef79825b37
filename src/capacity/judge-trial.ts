import { recordOf } from '../core/records.js';
import { verdictOf } from '../judgement/verdict.js';
import { summarise } from '../metrics/latency-summary.js';
import type { AskedTrial, HeldTrial } from '../metrics/held-trial.js';
import type { RunOutcome } from '../metrics/run-outcome.js';
import { totalErrors } from '../metrics/snapshot.js';
import { isFullLength } from '../search/classify.js';
import type { SearchTrial } from '../search/trial.js';
import { type CapacityGoal, findingOf, type GoalFinding, nameOfGoal } from './goals.js';
import type { TrialReport } from './report/capacity-report.js';
import { factsOf, type TrialFacts } from './trial-facts.js';

/** A trial as the search takes it, and as the report tells it. */
export interface JudgedTrial {
  readonly search: SearchTrial;
  readonly report: TrialReport;
  /** In the order of the goals. */
  readonly findings: readonly GoalFinding[];
}

/** Of the messages that it was asked for, a generator that is not the limit offers all but this share. */
const MOST_NOT_OFFERED = 0.01;

/** Judges one trial by all goals. */
export function judgeTrial(asked: AskedTrial, held: HeldTrial, goals: readonly CapacityGoal[]): JudgedTrial {
  const { load, durationMs } = asked;
  const { outcome } = held;
  const facts = factsOf(outcome, asked.users === undefined || held.users >= asked.users);
  const findings = goals.map((goal) => findingOf(goal, facts));
  const verdict = verdictOf(outcome, facts.delivery);
  const isGeneratorLimited =
    isNotOffered(outcome) || (verdict.level === 'INVALID' && findings.some(({ isHighLoss }) => isHighLoss));
  const messages = outcome.counters.intended;
  const evidence = { durationMs, messages };
  return {
    search: {
      load,
      ...evidence,
      isGeneratorLimited,
      goals: findings.map(({ lossRatio, isHighLoss }) => ({ lossRatio, isHighLoss })),
    },
    report: {
      ...measuredOf(facts, held),
      load,
      messagesPerSecond: asked.messagesPerSecond,
      durationMs,
      short: goals.some(({ search }) => !isFullLength(evidence, search)),
      lossRatio: findings[0]?.lossRatio ?? 0,
      highLoss: Object.fromEntries(goals.map((goal, at) => [nameOfGoal(goal), findings[at]?.isHighLoss === true])),
      verdict: { ...verdict, reasons: [...verdict.reasons] },
      generatorLimited: isGeneratorLimited,
      failed: [...new Set(findings.flatMap(({ failed }) => failed))],
    },
    findings,
  };
}

/**
 * Could the generator not offer what it was asked for, although the sockets took bytes? What it merely sent late can only have made
 * the times worse: a trial that holds all the same is evidence.
 */
export function isNotOffered({ counters, unsentWritable }: RunOutcome): boolean {
  return unsentWritable > counters.intended * MOST_NOT_OFFERED;
}

type Judged = 'load' | 'messagesPerSecond' | 'durationMs' | 'short' | 'lossRatio' | 'highLoss' | 'verdict';

function measuredOf(
  { outcome, delivery, endBacklogMs }: TrialFacts,
  { users, atMs, settleMs, isSettled }: HeldTrial,
): Omit<TrialReport, Judged | 'generatorLimited' | 'failed'> {
  const { counters, latency, deliveries, errors, connections } = outcome;
  const { expected, received, lost, unconfirmed, duplicated, reordered, receiverGone } = deliveries;
  return {
    users,
    atMs,
    latencyMs: {
      ...recordOf(['echo', 'fanout', 'serviceEcho', 'lastReceiver'], (name) => summarise(latency[name])),
      delivery: summarise(delivery),
    },
    messages: { intended: counters.intended, sent: counters.sent },
    deliveries: { expected, received, lost, unconfirmed, duplicated, reordered, receiverGone, late: counters.late },
    backlogMs: endBacklogMs,
    settleMs,
    settled: isSettled,
    errors: totalErrors(errors),
    connectionsLost: connections.lost,
  };
}
