import { inEnglish } from '../../core/language/words.js';
import { CAPACITY_SCHEMA } from '../../core/schema-names.js';
import type { HostInfo, ToolInfo } from '../../report/report-types.js';
import type { GoalResult } from '../../search/search.js';
import type { Conducted } from '../conduct.js';
import { type CapacityGoal, nameOfGoal } from '../goals.js';
import type { JudgedTrial } from '../judge-trial.js';
import { type GaveWay, type GoalEnd, isTestersLimit, WEAKNESSES } from '../vocabulary.js';
import { type AnswerFacts, capacityAnswer } from './answer.js';
import type {
  CapacityGoalReport,
  CapacityPlan,
  CapacityReport,
  CapacityRun,
  MaxLoadReport,
  TrialReport,
} from './capacity-report.js';
import { hasTrialFailed } from './trial-texts.js';

/** A search that has taken place, and what it was. */
export interface SearchTold {
  readonly tool: ToolInfo;
  readonly host: HostInfo;
  readonly run: Omit<CapacityRun, 'trialTimeMs'>;
  readonly plan: CapacityPlan;
  readonly goals: readonly CapacityGoal[];
  readonly conducted: Conducted;
  readonly maxLoad: MaxLoadReport;
  readonly findings: readonly string[];
}

/** Everything that one search says; pure. */
export function buildCapacityReport(told: SearchTold): CapacityReport {
  const { tool, host, run, plan, goals, conducted, maxLoad, findings } = told;
  const { trials, results } = conducted;
  const rows = trials.map(({ report }) => report);
  const facts: AnswerFacts = { vary: plan.vary, maxLoadIs: maxLoad.why, trials: rows, minLoad: plan.from };
  return {
    schema: CAPACITY_SCHEMA,
    tool,
    host,
    run: { ...run, trialTimeMs: rows.reduce((sum, { durationMs }) => sum + durationMs, 0) },
    plan,
    goals: goals.map((goal, index) => goalReport({ goal, index, result: results[index], conducted }, facts)),
    maxLoad,
    trials: rows,
    recoveryMs: recoveryOf(rows),
    findings: [...findings],
  };
}

/** Of the last trial that failed; null where something of it never came, so that nobody knows. */
function recoveryOf(rows: readonly TrialReport[]): number | null {
  const last = rows.findLast(hasTrialFailed);
  return last?.settled === true ? last.settleMs : null;
}

interface GoalPlace {
  readonly goal: CapacityGoal;
  readonly index: number;
  readonly result: GoalResult | undefined;
  readonly conducted: Conducted;
}

function goalReport({ goal, index, result, conducted }: GoalPlace, facts: AnswerFacts): CapacityGoalReport {
  const { trials, cut } = conducted;
  const { finalTrialMs, durationSumMs, lossRatio, exceedRatio, width, initialTrialMs, messagesNeeded } = goal.search;
  const [lowerBound, upperBound] = [result?.lowerBound ?? null, result?.upperBound ?? null];
  const why = whyOf(result, cut);
  const numbers = {
    slo: nameOfGoal(goal),
    lowerBound,
    upperBound,
    deliveriesPerSecond: deliveriesAt(lowerBound, trials),
    why,
    gaveWay: gaveWayAt(upperBound, { index, why, trials, maxLoadIs: facts.maxLoadIs }),
  };
  return {
    ...numbers,
    finalTrialMs,
    durationSumMs,
    lossRatio,
    exceedRatio,
    width,
    initialTrialMs,
    messagesNeeded,
    conditionalThroughput: result?.conditionalThroughput ?? null,
    regular: result?.isRegular === true,
    answer: inEnglish(capacityAnswer(numbers, facts)),
  };
}

/** A search that was cut has a reason of its own, where it had more to try. */
function whyOf(result: GoalResult | undefined, cut: Conducted['cut']): GoalEnd {
  if (result !== undefined && result.end !== 'unfinished') return result.end;
  return cut ?? 'trials';
}

function deliveriesAt(load: number | null, trials: readonly JudgedTrial[]): number | null {
  const longest = trials
    .map(({ report }) => report)
    .filter((report) => report.load === load && !report.generatorLimited)
    .toSorted((a, b) => b.durationMs - a.durationMs)[0];
  return longest === undefined ? null : (longest.deliveries.expected * 1000) / longest.durationMs;
}

interface Ending extends Pick<AnswerFacts, 'maxLoadIs'> {
  /** Of the goal. */
  readonly index: number;
  readonly why: GoalEnd;
  readonly trials: readonly JudgedTrial[];
}

function gaveWayAt(load: number | null, { index, why, trials, maxLoadIs }: Ending): GaveWay[] {
  if (load === null) return isTestersLimit(why, maxLoadIs) ? ['generator'] : [];
  const found = trials
    .filter(({ search }) => search.load === load && !search.isGeneratorLimited)
    .flatMap(({ findings }) => findings[index]?.weaknesses ?? []);
  return WEAKNESSES.filter((weakness) => found.includes(weakness));
}
