import { ENGLISH, type Message, message, type Wording } from '../core/language/words.js';
import type { RunKind } from '../core/plan.js';
import { silenceWords } from '../judgement/findings/words.js';
import type { VerdictLevel } from '../judgement/verdict.js';
import { gapsOf } from '../metrics/audit.js';
import { failedBoundsText, isOpen } from './comparison/comparison-texts.js';
import { areLostOnesRefused } from './refusals.js';
import type { Report } from './report-types.js';

/** How a line is meant. */
export type Tone = 'good' | 'warn' | 'bad';

/** The answer to "did it hold", in a sentence. */
export interface Headline {
  readonly tone: Tone;
  readonly text: string;
}

/** A headline before it is said in a language. */
interface Answer {
  readonly tone: Tone;
  readonly said: Message;
}

/** From this share of lost copies on, how fast the others were says nothing of a server. */
const MOST_LOST = 0.5;

type Rule = (report: Report, kind: RunKind) => Answer | undefined;

/** The first rule that has something to say gives the headline. */
const RULES: readonly Rule[] = [
  interrupted,
  nothingSent,
  refused,
  lost,
  missing,
  strayed,
  canaryLost,
  invalid,
  thresholdsFailed,
  regressed,
  fellBehind,
  slows,
  connectionsShort,
  flawed,
];

/** What a report is of, as its plan says. */
export function kindOf({ plan }: Report): RunKind {
  return plan['kind'] === 'connect' ? 'connect' : 'run';
}

/** How a verdict is meant. */
export const VERDICT_TONES = { VALID: 'good', SUSPECT: 'warn', INVALID: 'bad' } as const satisfies Record<
  VerdictLevel,
  Tone
>;

/** What INVALID means for the times and for the counts of a run. */
export const INVALID_MEANS = {
  times: message('headline.invalid.times'),
  counts: message('headline.invalid.counts'),
} as const;

/** Is there a reason to doubt the numbers of a run? That a connection test sends no messages is none. */
export function isInDoubt({ verdict: { level, reasons } }: Report, kind: RunKind): boolean {
  return level !== 'VALID' && (kind === 'run' || reasons.some(({ code }) => code !== 'no-flood'));
}

/** The headline of a run, in English where no other language is asked for. Nothing in it comes from the server. */
export function headlineOf(report: Report, kind: RunKind = kindOf(report), words: Wording = ENGLISH): Headline {
  const { tone, said } = answerTo(report, kind);
  return { tone, text: words.say(said) };
}

function answerTo(report: Report, kind: RunKind): Answer {
  for (const rule of RULES) {
    const answer = rule(report, kind);
    if (answer !== undefined) return answer;
  }
  const isSilent = report.course.silences.length > 0;
  return { tone: isSilent ? 'warn' : 'good', said: kind === 'connect' ? connected(report) : held(report) };
}

function held(report: Report): Message {
  const line = commas([arrivalOf(report), ...howSlow(report), message('headline.rate', { rate: report.tps.sent })]);
  return message('headline.held', { what: [line, ...silence(report)] });
}

function connected({ connections: { asked }, run, plan }: Report): Message {
  return message('headline.connected', { asked, time: Math.min(plan.durationMs, run.durationMs) });
}

function interrupted(report: Report): Answer | undefined {
  const { interruptedBy, durationMs } = report.run;
  if (interruptedBy === null) return undefined;
  const { expected } = report.deliveries;
  const soFar = expected === 0 ? message('headline.nothing-had-been-sent') : commas([lossOf(report), ...flaws(report)]);
  const wasAsked = interruptedBy === 'SIGINT' || interruptedBy === 'SIGTERM';
  const how = message(`headline.stopped.${interruptedBy}`);
  const said = message('headline.stopped-by', { how, time: durationMs, what: [soFar, ...failedThresholds(report)] });
  return { tone: wasAsked ? 'warn' : 'bad', said };
}

function nothingSent({ messages }: Report, kind: RunKind): Answer | undefined {
  if (kind === 'connect' || messages.sent > 0) return undefined;
  return { tone: 'bad', said: message('headline.nothing-sent') };
}

/** What the server refused has not been lost: it said so. */
function refused(report: Report): Answer | undefined {
  if (!areLostOnesRefused(report)) return undefined;
  const { refused: count, sent } = report.messages;
  const line = commas([
    message('headline.messages-refused', { refused: count, sent, share: count / sent }),
    ...howSlow(report),
    ...flaws(report),
  ]);
  const what = [line, message('headline.none-other-lost'), ...besides(report)];
  return { tone: 'bad', said: message('headline.refused', { what }) };
}

function lost(report: Report): Answer | undefined {
  if (report.deliveries.lost === 0) return undefined;
  const { lost: count, expected } = report.deliveries;
  const times = count <= expected * MOST_LOST ? howSlow(report) : [];
  const refusals = report.messages.refused === 0 ? [] : [message('flaw.refused', { count: report.messages.refused })];
  const line = commas([lossOf(report), ...times, ...flaws(report), ...refusals]);
  return { tone: 'bad', said: message('headline.lost', { what: [line, ...course(report), ...besides(report)] }) };
}

/** What arrived, of a run that lost nothing. */
function arrivalOf({ deliveries: { expected, received, receiverGone } }: Report): Message {
  if (received === expected) return message('headline.all-arrived', { count: expected });
  const gone = receiverGone > 0 ? message('headline.arrived.gone', { gone: receiverGone }) : '';
  return message('headline.arrived', { received, expected, gone });
}

function lossOf({ deliveries: { expected, lost: count } }: Report): Message {
  if (count === 0) return message('headline.none-lost', { expected });
  return message('headline.deliveries-lost', { lost: count, expected, share: count / expected });
}

/** Everything was delivered, but the server has not kept what it was given. */
function missing(report: Report): Answer | undefined {
  const { audit } = report;
  if (audit === null) return undefined;
  const { usersMissing: users, messagesMissing: messages } = gapsOf(audit);
  const what = [
    ...(messages > 0 ? [message('headline.missing.messages', { missing: messages, all: audit.messagesExpected })] : []),
    ...(users > 0 ? [message('headline.missing.users', { missing: users, all: audit.usersExpected })] : []),
  ];
  if (what.length === 0) return undefined;
  return { tone: 'bad', said: message('headline.missing', { what, more: more(report) }) };
}

function strayed(report: Report): Answer | undefined {
  const { unexpected: count } = report.deliveries;
  if (count === 0) return undefined;
  return { tone: 'bad', said: message('headline.strayed', { count, more: more(report) }) };
}

function canaryLost(report: Report): Answer | undefined {
  const {
    canary,
    run: { noObserver },
  } = report;
  if (canary === null || canary.lost === 0 || noObserver !== null) return undefined;
  const said = message('headline.canary-lost', { lost: canary.lost, all: canary.expected, more: more(report) });
  return { tone: 'bad', said };
}

function invalid(report: Report): Answer | undefined {
  const { level } = report.verdict;
  if (level !== 'INVALID') return undefined;
  const limit = limitOf(report);
  const arrived = commas([arrivalOf(report), ...flaws(report)]);
  const what = report.deliveries.expected > 0 ? message('headline.invalid.but', { arrived, limit }) : limit;
  return { tone: 'bad', said: message('headline.invalid', { what: [what, ...failedThresholds(report)] }) };
}

function limitOf({ verdict: { counts } }: Report): Message {
  return INVALID_MEANS[counts.level === 'INVALID' ? 'counts' : 'times'];
}

function thresholdsFailed(report: Report): Answer | undefined {
  const failed = failedThresholds(report);
  if (failed.length === 0) return undefined;
  const nothing = report.deliveries.expected > 0 ? [message('headline.nothing-lost-too')] : [];
  const rest = [...nothing, ...flaws(report)];
  const what = [...failed, ...(rest.length === 0 ? [] : [commas(rest)]), ...course(report), ...silence(report)];
  return { tone: 'bad', said: message('headline.failed', { what }) };
}

function regressed({ comparison }: Report): Answer | undefined {
  const results = comparison?.candidates.flatMap(({ regressions }) => regressions) ?? [];
  const bounds = failedBoundsText(results);
  if (results.every(({ passed }) => passed)) return undefined;
  const isWorse = results.some((bound) => !bound.passed && !isOpen(bound));
  return { tone: 'bad', said: message(isWorse ? 'headline.worse' : 'headline.not-judged', { bounds }) };
}

function connectionsShort({ connections: { asked, opened, lost: cut } }: Report, kind: RunKind): Answer | undefined {
  if (kind === 'run' || (opened >= asked && cut === 0)) return undefined;
  return { tone: 'bad', said: message('headline.connected-short', { opened, asked, lost: cut }) };
}

/** Nothing lost, but not as it should be either. */
function flawed(report: Report): Answer | undefined {
  const { messages, connections, errors } = report;
  const found = [
    ...flaws(report),
    ...counted('flaw.refused', messages.refused),
    ...counted('flaw.unsent', messages.unsent - messages.senderAway),
    ...counted('flaw.not-opened', connections.asked - connections.opened),
    ...counted('flaw.connections-lost', connections.lost),
    ...(errors.total > 0 ? [message('flaw.errors', { count: errors.total })] : []),
  ];
  if (found.length === 0) return undefined;
  const [time] = howSlow(report);
  const slow = time === undefined ? '' : message('headline.flawed.slow', { time });
  return {
    tone: 'warn',
    said: message('headline.flawed', { slow, what: [commas(found.slice(0, 3)), ...silence(report)] }),
  };
}

function fellBehind(report: Report): Answer | undefined {
  if (report.course.fellBehind === null) return undefined;
  const what = [commas([...course(report), ...flaws(report)]), ...silence(report)];
  return { tone: 'bad', said: message('headline.fell-behind', { what }) };
}

function slows(report: Report): Answer | undefined {
  if (report.course.slows === null) return undefined;
  const what = [commas([...course(report), ...flaws(report)]), ...silence(report)];
  return { tone: 'warn', said: message('headline.slows', { what }) };
}

/** How a server got slower while the run went on. */
function course({ course: { fellBehind: behind, slows: slowing } }: Report): Message[] {
  return [
    ...(behind === null
      ? []
      : [
          message('headline.fell-behind.how', {
            served: behind.servedPerSecond,
            offered: behind.offeredPerSecond,
            first: behind.firstP50Ms,
            last: behind.lastP50Ms,
          }),
        ]),
    ...(slowing === null
      ? []
      : [
          message('headline.slows.how', {
            factor: slowing.factor,
            last: slowing.lastP50Ms,
            first: slowing.firstP50Ms,
          }),
        ]),
  ];
}

/** What came, but not as it should have. */
function flaws({ deliveries: { duplicated, reordered } }: Report): Message[] {
  return [...counted('flaw.duplicated', duplicated), ...counted('flaw.reordered', reordered)];
}

type CountedFlaw =
  | 'flaw.duplicated'
  | 'flaw.reordered'
  | 'flaw.refused'
  | 'flaw.unsent'
  | 'flaw.not-opened'
  | 'flaw.connections-lost';

function counted(key: CountedFlaw, count: number): Message[] {
  return count > 0 ? [message(key, { count })] : [];
}

function failedThresholds({ thresholds }: Report): Message[] {
  const failed = thresholds.filter(({ passed }) => !passed).length;
  return failed === 0 ? [] : [message('headline.thresholds-failed', { failed, all: thresholds.length })];
}

/** What else is to be known of a run that is told for something graver. */
function besides(report: Report): Message[] {
  const isInvalid = report.verdict.level === 'INVALID';
  const doubt = isInvalid ? [message('headline.also-invalid')] : [];
  return [...silence(report), ...(isInvalid ? failedThresholds(report) : []), ...doubt];
}

/** The same as the end of a sentence. */
function more(report: Report): Message | '' {
  const rest = [...flaws(report), ...besides(report)];
  return rest.length === 0 ? '' : message('headline.more', { what: rest });
}

/** Seconds in which nothing came, however well the run went otherwise. */
function silence({ course: { silences } }: Report): Message[] {
  return silences.length === 0 ? [] : [silenceWords(silences)];
}

function howSlow({ latencyMs: { delivery } }: Report): Message[] {
  if (delivery.p99 !== null) return [message('headline.p99', { p99: delivery.p99 })];
  return delivery.max === null ? [] : [message('headline.worst', { max: delivery.max })];
}

function commas(parts: readonly Message[]): Message {
  return message('list.commas', { parts });
}
