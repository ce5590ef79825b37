import { DEFAULT_SLOS, type GoalShape } from '../../../capacity/goals.js';
import { VARIED, type Varied } from '../../../capacity/vocabulary.js';
import { type Problem, saidProblem } from '../../../core/errors.js';
import type { AnyMessage } from '../../../core/language/template.js';
import { message } from '../../../core/language/words.js';
import { formatTime } from '../../../core/units.js';
import type { OptionName } from '../../../scenario/options.js';
import { accepted, messageRate, type Parser, quoted, rejected, time, wholeNumber } from '../../../scenario/parsers.js';
import { type FlagSpec, type RawFlags, textOf, textsOf } from '../../flags.js';

/** The flags that say what is searched, by the name that commander gives their values. */
export const SEARCH_FLAGS = {
  slo: {
    flag: '--slo',
    argument: '<expression>',
    repeatable: true,
    fallback: DEFAULT_SLOS.join(', '),
    help: 'What must hold; all of them together are one goal',
  },
  goal: {
    flag: '--goal',
    argument: '<expressions>',
    repeatable: true,
    help: 'A goal of its own, found in the same search: "p99(delivery)<100ms, lost==0"',
  },
  vary: {
    flag: '--vary',
    argument: '<rate|users>',
    fallback: 'rate',
    help: 'Find the largest rate, or, at a constant rate a user, the most users',
  },
  from: {
    flag: '--from',
    argument: '<n>',
    fallback: '50, or 10 users',
    help: 'The smallest load to try; it is doubled from there',
  },
  max: {
    flag: '--max',
    argument: '<n>',
    help: 'The largest load to try; without it, what this machine can offer, and 10,000 users',
  },
  trial: {
    flag: '--trial',
    argument: '<time>',
    fallback: '10s',
    help: 'How long a load is held when it counts; first looks take a quarter',
  },
  trials: { flag: '--trials', argument: '<time>', fallback: '40s', help: 'Trial time that decides a load in any case' },
  exceed: {
    flag: '--exceed',
    argument: '<share>',
    fallback: '50%',
    help: 'Share of the trial time that may be bad at a load that holds',
  },
  width: { flag: '--width', argument: '<share>', fallback: '5%', help: 'How close the bounds are to come' },
  budget: { flag: '--budget', argument: '<time>', fallback: '10m', help: 'The longest that the search may take' },
  atLeast: { flag: '--at-least', argument: '<n>', help: 'Exit with 99 when less than that holds' },
} as const satisfies Readonly<Record<string, FlagSpec>>;

/** Flags of `run` that a search takes: who is there, and how one talks to the server. */
export const RUN_OPTIONS = [
  'preset',
  'scenario',
  'target',
  'embedded',
  'users',
  'rooms',
  'rate',
  'roomSize',
  'theme',
  'dialect',
  'accounts',
  'workers',
  'drain',
  'seed',
  'allowHost',
  'source',
  'ca',
  'insecure',
  'canary',
  'canaryRate',
  'agents',
  'queue',
  'agentsTimeout',
  'agentPatience',
  'runName',
  'watchPid',
  'watchUrl',
] as const satisfies readonly OptionName[];

/** What the flags say. */
export interface SearchWish {
  readonly goals: readonly { readonly where: string; readonly expressions: readonly string[] }[];
  readonly shape: GoalShape;
  readonly vary: Varied;
  readonly from: number;
  readonly max: number | null;
  readonly budgetMs: number;
  readonly atLeast: number | null;
}

const DEFAULT_FROM: Readonly<Record<Varied, number>> = { rate: 50, users: 10 };
/** The first looks are so many times shorter than what counts. */
const FIRST_LOOK_FACTOR = 4;
const SHORTEST_LOOK_MS = 250;
const SHORTEST_TRIAL_MS = 1000;
const MOST_USERS = 1_000_000;
const FEWEST_USERS = 2;

type SearchFlag = keyof typeof SEARCH_FLAGS;

/** Reads the flags of a search. @param problems takes what is wrong with them */
export function readSearchFlags(raw: RawFlags, problems: Problem[]): SearchWish {
  const wrong = new Set<SearchFlag>();
  const read = <T>(name: SearchFlag, parse: Parser<T>, fallback: T): T => {
    const text = textOf(raw, name);
    if (text === undefined) return fallback;
    const parsed = parse(text);
    if (parsed.ok) return parsed.value;
    problems.push(saidProblem(SEARCH_FLAGS[name].flag, parsed.said));
    wrong.add(name);
    return fallback;
  };
  // A value that could not be read says nothing of those beside it, and neither does the default in its place.
  const refuse = (name: SearchFlag, beside: SearchFlag, said: AnyMessage): void => {
    if (!wrong.has(name) && !wrong.has(beside)) problems.push(saidProblem(SEARCH_FLAGS[name].flag, said));
  };
  const vary = read('vary', varied, 'rate');
  const load = vary === 'rate' ? messageRate : users;
  const from = read('from', load, DEFAULT_FROM[vary]);
  const max = read<number | null>('max', load, null);
  const finalTrialMs = read('trial', time(SHORTEST_TRIAL_MS), 10_000);
  const durationSumMs = read('trials', time(SHORTEST_TRIAL_MS), 4 * finalTrialMs);
  if (max !== null && max < from) refuse('max', 'from', message('fit.max-below-from', { max, from }));
  const budgetMs = read('budget', time(SHORTEST_TRIAL_MS), 600_000);
  const trial = formatTime(finalTrialMs);
  if (budgetMs <= finalTrialMs)
    refuse('budget', 'trial', message('fit.budget-short', { budget: formatTime(budgetMs), trial }));
  if (durationSumMs < finalTrialMs) refuse('trials', 'trial', message('fit.trials-short', { trial }));
  return {
    goals: goalsOf(raw),
    shape: {
      finalTrialMs,
      durationSumMs,
      exceedRatio: read('exceed', share(0, 0.95), 0.5),
      width: read('width', share(0.002, 0.5), 0.05),
      initialTrialMs: Math.max(SHORTEST_LOOK_MS, finalTrialMs / FIRST_LOOK_FACTOR),
    },
    vary,
    from,
    max,
    budgetMs,
    atLeast: read<number | null>('atLeast', load, null),
  };
}

/** One goal of everything that `--slo` says, and one for each `--goal`. */
function goalsOf(raw: RawFlags): SearchWish['goals'] {
  const [slos, goals] = [textsOf(raw, 'slo'), textsOf(raw, 'goal')];
  const own = goals.map((text) => ({ where: SEARCH_FLAGS.goal.flag, expressions: text.split(',') }));
  if (slos.length === 0 && own.length > 0) return own;
  return [{ where: SEARCH_FLAGS.slo.flag, expressions: slos.length === 0 ? DEFAULT_SLOS : slos }, ...own];
}

const varied: Parser<Varied> = (text) => {
  const known = VARIED.find((name) => name === text.trim());
  return known === undefined
    ? rejected('value.varied', { text: quoted(text), valid: VARIED.join(', ') })
    : accepted(known);
};

const users: Parser<number> = (text) => {
  const parsed = wholeNumber(FEWEST_USERS, MOST_USERS)(text);
  return parsed.ok ? parsed : rejected('value.users', { text: quoted(text), min: FEWEST_USERS, max: MOST_USERS });
};

/** `5%` or `0.05`. */
function share(min: number, max: number): Parser<number> {
  return (text) => {
    const [, digits, sign] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim()) ?? [];
    const value = digits === undefined ? Number.NaN : Number(digits) / (sign === '%' ? 100 : 1);
    return value >= min && value <= max
      ? accepted(value)
      : rejected('value.share-between', { text: quoted(text), min: min * 100, max: max * 100 });
  };
}
