import { amount } from '../../core/text.js';
import { formatCount, formatLatencyMs, formatRate, formatShare } from '../../core/units.js';
import { OPERATORS } from '../../judgement/expression.js';
import { parseThreshold } from '../../judgement/thresholds.js';
import { BACKLOG, CONNECTIONS } from '../goals.js';
import type { GoalEnd, LimitCause, Varied } from '../vocabulary.js';
import type { CapacityGoalReport, CapacityPlan, TrialReport } from './capacity-report.js';
import { OF_DELIVERY, wordsOfSlo } from './slo-words.js';

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

const UNITS: Readonly<Record<Varied, string>> = { rate: 'messages/s', users: 'users' };

/** A load with its unit: `4,200 messages/s`, `700 users`. */
export function variedText(load: number, vary: Varied): string {
  return `${formatRate(load)} ${UNITS[vary]}`;
}

/** That a goal's lower bound is below `--at-least`: a sentence without a full stop; undefined where it is not. */
export function shortfallOf(
  { lowerBound }: Pick<CapacityGoalReport, 'lowerBound'>,
  { atLeast, vary }: Pick<CapacityPlan, 'atLeast' | 'vary'>,
): string | undefined {
  return atLeast === null || (lowerBound ?? 0) >= atLeast
    ? undefined
    : `at least ${variedText(atLeast, vary)} were asked for`;
}

/** What is known about a goal, a sentence that begins with a verb and has no full stop. */
export function capacityAnswer(goal: GoalNumbers, facts: AnswerFacts): string {
  const { lowerBound, upperBound, why } = goal;
  const { vary } = facts;
  if (lowerBound === null)
    return upperBound === null ? nothingKnown(goal, facts) : nothingHeld(goal, upperBound, facts);
  const held = `${variedText(lowerBound, vary)}${deliveries(goal)} ${wordsOfSlo(goal.slo)}`;
  if (why === 'found' || why === 'indivisible') return `holds ${held}; ${formatRate(upperBound ?? 0)} did not`;
  if (upperBound === null) return `holds at least ${held}: ${END_WORDS[why](facts)}`;
  const range = `between ${formatRate(lowerBound)} and ${variedText(upperBound, vary)}`;
  return `holds ${range} ${wordsOfSlo(goal.slo)}: ${END_WORDS[why](facts)}`;
}

function deliveries({ deliveriesPerSecond }: GoalNumbers): string {
  return deliveriesPerSecond === null ? '' : ` (${formatCount(deliveriesPerSecond)} deliveries/s)`;
}

const END_WORDS: Readonly<Record<GoalEnd, (facts: AnswerFacts) => string>> = {
  found: () => 'that was found',
  indivisible: () => 'there is nothing between them',
  generator: () => 'there the generator was the limit',
  'max-load': ({ maxLoadIs }) =>
    maxLoadIs === 'asked' ? 'more was not to be tried (--max)' : 'there the generator was the limit',
  'min-load': () => 'nothing smaller was to be tried (--from)',
  time: () => 'time was up (--budget)',
  interrupted: () => 'the search was stopped',
  'target-lost': () => 'the server went away',
  'not-started': () => 'the search could not start',
  trials: ({ trials }) => `${amount(trials.length, 'trial')} did not decide it`,
};

function nothingKnown({ why }: GoalNumbers, facts: AnswerFacts): string {
  return `nothing is known about ${variedText(facts.minLoad, facts.vary)} yet: ${END_WORDS[why](facts)}`;
}

function nothingHeld(goal: GoalNumbers, upperBound: number, facts: AnswerFacts): string {
  const { vary, minLoad, trials } = facts;
  if (goal.why !== 'min-load') return `holds less than ${variedText(upperBound, vary)}: ${END_WORDS[goal.why](facts)}`;
  const failed = trials.filter(
    ({ load, highLoss, generatorLimited }) => load === upperBound && highLoss[goal.slo] === true && !generatorLimited,
  );
  const reason = worstOf(failed);
  return `not even ${variedText(minLoad, vary)} holds: ${reason}`;
}

/** What went wrong in trials that failed: `p99 was 1.9 s`, `3.10 % lost`. */
export function worstOf(trials: readonly TrialReport[]): string {
  const longest = trials.toSorted((a, b) => b.durationMs - a.durationMs)[0];
  return longest === undefined ? 'no trial tells why' : failureText(longest);
}

/** What did not hold in one trial, in words, each thing once. */
export function failureText(trial: TrialReport): string {
  return [...new Set(trial.failed.map((expression) => failedText(expression, trial)))].join(', ');
}

function failedText(expression: string, trial: TrialReport): string {
  const {
    load,
    users,
    deliveries: sums,
    latencyMs: { delivery },
    backlogMs,
  } = trial;
  if (expression === BACKLOG) return `the backlog grew until the end, to ${formatLatencyMs(backlogMs)} of the load`;
  if (expression === CONNECTIONS) return `only ${formatCount(users)} of ${formatCount(load)} users could be connected`;
  const { expected, received } = sums;
  const neverCame =
    expected > received ? `${formatShare((expected - received) / expected)} of the copies never came` : undefined;
  const unknown = neverCame ?? `${expression} did not hold`;
  if (expression.startsWith('lost')) return unknown;
  const [, statistic = ''] = OF_DELIVERY.exec(expression) ?? [];
  const threshold = parseThreshold(expression);
  if (statistic === '' || typeof threshold === 'string') return `${expression} did not hold`;
  // Few copies have no p99, but a longest.
  const values: Readonly<Record<string, number | null>> = delivery;
  const own = values[statistic] ?? null;
  const [name, value] = own === null ? ['the longest', delivery.max] : [statistic, own];
  // Of those that came, that is: what never came was late as well.
  const isAmongThoseThatCame = value !== null && !OPERATORS[threshold.operator](value, threshold.limit);
  return isAmongThoseThatCame ? `${name} was ${formatLatencyMs(value)}` : unknown;
}
