import type { AnyMessage, Text } from '../../core/language/template.js';
import { inEnglish, message, type Wording } from '../../core/language/words.js';
import { OPERATORS } from '../../judgement/expression.js';
import { parseThreshold } from '../../judgement/thresholds.js';
import { BACKLOG, CONNECTIONS } from '../goals.js';
import type { GoalEnd, LimitCause, Varied } from '../vocabulary.js';
import type { CapacityGoalReport, CapacityPlan, CapacityReport, TrialReport } from './capacity-report.js';
import { OF_DELIVERY, saidSlo } from './slo-words.js';

/** What an answer is made from, beside the goal's own numbers. */
export interface AnswerFacts {
  readonly vary: Varied;
  readonly maxLoadIs: LimitCause;
  /** All of the search. */
  readonly trials: readonly TrialReport[];
  /** The smallest load that was to be tried. */
  readonly minLoad: number;
}

/** The numbers of a goal. */
export type GoalNumbers = Pick<
  CapacityGoalReport,
  'slo' | 'lowerBound' | 'upperBound' | 'deliveriesPerSecond' | 'why' | 'gaveWay'
>;

/** A load with its unit: `4,200 messages/s`, `700 users`. */
export function variedLoad(load: number, vary: Varied): AnyMessage {
  return message(`capacity.load.${vary}`, { load });
}

/** That a goal's lower bound is below `--at-least`: a sentence without a full stop; undefined where it is not. */
export function shortfallOf(
  { lowerBound }: Pick<CapacityGoalReport, 'lowerBound'>,
  { atLeast, vary }: Pick<CapacityPlan, 'atLeast' | 'vary'>,
): AnyMessage | undefined {
  return atLeast === null || (lowerBound ?? 0) >= atLeast
    ? undefined
    : message('capacity.shortfall', { load: variedLoad(atLeast, vary) });
}

/** What is known about a goal, a sentence that begins with a verb and has no full stop. */
export function capacityAnswer(goal: GoalNumbers, facts: AnswerFacts): AnyMessage {
  const { lowerBound, upperBound, why } = goal;
  const { vary } = facts;
  if (lowerBound === null)
    return upperBound === null ? nothingKnown(goal, facts) : nothingHeld(goal, upperBound, facts);
  const held = { load: withDeliveries(variedLoad(lowerBound, vary), goal), goal: saidSlo(goal.slo) };
  if (why === 'found' || why === 'indivisible') return message('capacity.found', { ...held, upper: upperBound ?? 0 });
  const end = endWords(why, facts);
  if (upperBound === null) return message('capacity.at-least', { ...held, end });
  const range = { lower: lowerBound, upper: variedLoad(upperBound, vary) };
  return message('capacity.between', { ...range, goal: held.goal, end });
}

/** The answer of a report's goal in any language: it is found again from the report's numbers, where it is what they say. */
export function answerIn(goal: CapacityGoalReport, report: CapacityReport, words: Wording): string {
  const said = answersOf(report).get(goal.answer);
  return said === undefined ? goal.answer : words.say(said);
}

/** The answers of a report as messages, by their English texts. */
export function answersOf({ plan, maxLoad, trials, goals }: CapacityReport): ReadonlyMap<string, Text> {
  const facts: AnswerFacts = { vary: plan.vary, maxLoadIs: maxLoad.why, trials, minLoad: plan.from };
  const answers = goals.map((goal) => capacityAnswer(goal, facts));
  return new Map(answers.map((answer) => [inEnglish(answer), answer]));
}

function withDeliveries(load: AnyMessage, { deliveriesPerSecond: count }: GoalNumbers): AnyMessage {
  return count === null ? load : message('capacity.load.with-deliveries', { load, count });
}

function endWords(why: GoalEnd, { maxLoadIs, trials }: AnswerFacts): AnyMessage {
  if (why === 'trials') return message('capacity.end.trials', { count: trials.length });
  if (why === 'max-load') return message(maxLoadIs === 'asked' ? 'capacity.end.max' : 'capacity.end.generator');
  return message(`capacity.end.${why}`);
}

function nothingKnown({ why }: GoalNumbers, facts: AnswerFacts): AnyMessage {
  const load = variedLoad(facts.minLoad, facts.vary);
  return message('capacity.nothing-known', { load, end: endWords(why, facts) });
}

function nothingHeld(goal: GoalNumbers, upperBound: number, facts: AnswerFacts): AnyMessage {
  const { vary, minLoad, trials } = facts;
  if (goal.why !== 'min-load')
    return message('capacity.less', { load: variedLoad(upperBound, vary), end: endWords(goal.why, facts) });
  const failed = trials.filter(
    ({ load, highLoss, generatorLimited }) => load === upperBound && highLoss[goal.slo] === true && !generatorLimited,
  );
  return message('capacity.not-even', { load: variedLoad(minLoad, vary), reason: worstOf(failed) });
}

/** What went wrong in trials that failed: `p99 was 1.9 s`, `3.10 % lost`. */
function worstOf(trials: readonly TrialReport[]): AnyMessage {
  const longest = trials.toSorted((a, b) => b.durationMs - a.durationMs)[0];
  return longest === undefined ? message('capacity.no-trial') : failureOf(longest);
}

/** What did not hold in one trial, in words, each thing once. */
export function failureOf(trial: TrialReport): AnyMessage {
  const failures = trial.failed.map((expression) => failedIn(trial, expression));
  const parts = [...new Map(failures.map((failure) => [inEnglish(failure), failure])).values()];
  return message('list.commas', { parts });
}

function failedIn(trial: TrialReport, expression: string): AnyMessage {
  const {
    load,
    users,
    deliveries: { expected, received },
    latencyMs: { delivery },
    backlogMs,
  } = trial;
  if (expression === BACKLOG) return message('capacity.failed.backlog', { backlog: backlogMs });
  if (expression === CONNECTIONS) return message('capacity.failed.connections', { users, load });
  const unmet = message('capacity.failed.expression', { expression });
  const share = (expected - received) / expected;
  const unknown = expected > received ? message('capacity.failed.never-came', { share }) : unmet;
  if (expression.startsWith('lost')) return unknown;
  const [, statistic = ''] = OF_DELIVERY.exec(expression) ?? [];
  const threshold = parseThreshold(expression);
  if (statistic === '' || typeof threshold === 'string') return unmet;
  // Few copies have no p99, but a longest.
  const values: Readonly<Record<string, number | null>> = delivery;
  const own = values[statistic] ?? null;
  const value = own ?? delivery.max;
  // Of those that came, that is: what never came was late as well.
  if (value === null || OPERATORS[threshold.operator](value, threshold.limit)) return unknown;
  return own === null
    ? message('capacity.failed.longest', { value })
    : message('capacity.failed.time', { name: statistic, value });
}
