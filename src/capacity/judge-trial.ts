import { serverValues } from '../judgement/server-values.js';
import { recordOf } from '../core/records.js';
import { reportedVerdict, verdictOf } from '../judgement/verdict.js';
import type { AskedTrial, HeldTrial } from '../metrics/held-trial.js';
import type { RunOutcome } from '../metrics/run-outcome.js';
import { summarise } from '../metrics/latency-summary.js';
import { totalErrors } from '../metrics/snapshot.js';
import { isFullLength } from '../search/classify.js';
import type { SearchTrial } from '../search/trial.js';
import { wasGeneratorTheLimit } from './generator-limit.js';
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

/** Judges one trial by all goals. */
export function judgeTrial(asked: AskedTrial, held: HeldTrial, goals: readonly CapacityGoal[]): JudgedTrial {
  const { load, durationMs } = asked;
  const { outcome } = held;
  const facts = factsOf(outcome, asked.users === undefined || held.users >= asked.users);
  const findings = goals.map((goal) => findingOf(goal, facts));
  const verdict = verdictOf(outcome, facts.delivery);
  const isGeneratorLimited = wasGeneratorTheLimit(facts, verdict, goals);
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
      verdict: reportedVerdict(verdict),
      generatorLimited: isGeneratorLimited,
      failed: [...new Set(findings.flatMap(({ failed }) => failed))],
    },
    findings,
  };
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
      ...recordOf(['echo', 'fanout', 'serviceEcho', 'lastReceiver', 'ack'], (name) => summarise(latency[name])),
      delivery: summarise(delivery),
    },
    messages: { intended: counters.intended, sent: counters.sent, refused: counters.refused },
    deliveries: { expected, received, lost, unconfirmed, duplicated, reordered, receiverGone, late: counters.late },
    backlogMs: endBacklogMs,
    settleMs,
    settled: isSettled,
    errors: totalErrors(errors),
    connectionsLost: connections.lost,
    server: serverOf(outcome),
  };
}

function serverOf(outcome: RunOutcome): TrialReport['server'] {
  if (outcome.server === null) return null;
  const [cpu, rss] = (['cpu', 'rss'] as const).map((name) => serverValues(outcome, name).map(({ value }) => value));
  return {
    cpuShare: cpu === undefined || cpu.length === 0 ? null : cpu.reduce((sum, share) => sum + share, 0) / cpu.length,
    rssBytes: rss === undefined || rss.length === 0 ? null : Math.max(...rss),
  };
}
