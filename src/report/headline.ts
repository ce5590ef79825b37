import { ENGLISH, type Message, message, type Wording } from '../core/language/words.js';
import type { RunKind } from '../core/plan.js';
import type { VerdictLevel } from '../judgement/verdict.js';
import { gapsOf } from '../metrics/audit.js';
import { failedBounds, isOpen } from './comparison/comparison-texts.js';
import {
  arrivalPart,
  besidesAtEnd,
  besidesParts,
  brokenPromises,
  countedFlaw,
  flawParts,
  limitPart,
  lossPart,
  silenceParts,
  slowParts,
  slowingParts,
  withCommas,
} from './headline-parts.js';
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
  connectionsShort,
  thresholdsFailed,
  regressed,
  fellBehind,
  slows,
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
  const line = withCommas([
    arrivalPart(report),
    ...slowParts(report),
    message('headline.rate', { rate: report.tps.sent }),
  ]);
  return message('headline.held', { what: [line, ...silenceParts(report)] });
}

function connected({ connections: { asked }, run, plan }: Report): Message {
  return message('headline.connected', { asked, time: Math.min(plan.durationMs, run.durationMs) });
}

function interrupted(report: Report): Answer | undefined {
  const { interruptedBy, durationMs } = report.run;
  if (interruptedBy === null) return undefined;
  const { expected } = report.deliveries;
  const soFar =
    expected === 0 ? message('headline.nothing-had-been-sent') : withCommas([lossPart(report), ...flawParts(report)]);
  const wasAsked = interruptedBy === 'SIGINT' || interruptedBy === 'SIGTERM';
  const how = message(`headline.stopped.${interruptedBy}`);
  const said = message('headline.stopped-by', { how, time: durationMs, what: [soFar, ...brokenPromises(report)] });
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
  const line = withCommas([
    message('headline.messages-refused', { refused: count, sent, share: count / sent }),
    ...slowParts(report),
    ...flawParts(report),
  ]);
  const what = [line, message('headline.none-other-lost'), ...besidesParts(report)];
  return { tone: 'bad', said: message('headline.refused', { what }) };
}

function lost(report: Report): Answer | undefined {
  if (report.deliveries.lost === 0) return undefined;
  const { lost: count, expected } = report.deliveries;
  const times = count <= expected * MOST_LOST ? slowParts(report) : [];
  const refusals = report.messages.refused === 0 ? [] : [message('flaw.refused', { count: report.messages.refused })];
  const line = withCommas([lossPart(report), ...times, ...flawParts(report), ...refusals]);
  return {
    tone: 'bad',
    said: message('headline.lost', { what: [line, ...slowingParts(report), ...besidesParts(report)] }),
  };
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
  return { tone: 'bad', said: message('headline.missing', { what, more: besidesAtEnd(report) }) };
}

function strayed(report: Report): Answer | undefined {
  const { unexpected: count } = report.deliveries;
  if (count === 0) return undefined;
  return { tone: 'bad', said: message('headline.strayed', { count, more: besidesAtEnd(report) }) };
}

function canaryLost(report: Report): Answer | undefined {
  const {
    canary,
    run: { noObserver },
  } = report;
  if (canary === null || canary.lost === 0 || noObserver !== null) return undefined;
  const said = message('headline.canary-lost', { lost: canary.lost, all: canary.expected, more: besidesAtEnd(report) });
  return { tone: 'bad', said };
}

function invalid(report: Report): Answer | undefined {
  const { level } = report.verdict;
  if (level !== 'INVALID') return undefined;
  const limit = limitPart(report);
  const arrived = withCommas([arrivalPart(report), ...flawParts(report)]);
  const what = report.deliveries.expected > 0 ? message('headline.invalid.but', { arrived, limit }) : limit;
  return { tone: 'bad', said: message('headline.invalid', { what: [what, ...brokenPromises(report)] }) };
}

function thresholdsFailed(report: Report): Answer | undefined {
  const failed = brokenPromises(report);
  if (failed.length === 0) return undefined;
  const nothing = report.deliveries.expected > 0 ? [message('headline.nothing-lost-too')] : [];
  const rest = [...nothing, ...flawParts(report)];
  const what = [
    ...failed,
    ...(rest.length === 0 ? [] : [withCommas(rest)]),
    ...slowingParts(report),
    ...silenceParts(report),
  ];
  return { tone: 'bad', said: message('headline.failed', { what }) };
}

function regressed({ comparison }: Report): Answer | undefined {
  const results = comparison?.candidates.flatMap(({ regressions }) => regressions) ?? [];
  const bounds = failedBounds(results);
  if (bounds === undefined || results.every(({ passed }) => passed)) return undefined;
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
    ...flawParts(report),
    ...countedFlaw('flaw.refused', messages.refused),
    ...countedFlaw('flaw.unsent', messages.unsent - messages.senderAway),
    ...countedFlaw('flaw.not-opened', connections.asked - connections.opened),
    ...countedFlaw('flaw.connections-lost', connections.lost),
    ...(errors.total > 0 ? [message('flaw.errors', { count: errors.total })] : []),
  ];
  if (found.length === 0) return undefined;
  const [time] = slowParts(report);
  const slow = time === undefined ? '' : message('headline.flawed.slow', { time });
  return {
    tone: 'warn',
    said: message('headline.flawed', { slow, what: [withCommas(found.slice(0, 3)), ...silenceParts(report)] }),
  };
}

function fellBehind(report: Report): Answer | undefined {
  if (report.course.fellBehind === null) return undefined;
  const what = [withCommas([...slowingParts(report), ...flawParts(report)]), ...silenceParts(report)];
  return { tone: 'bad', said: message('headline.fell-behind', { what }) };
}

function slows(report: Report): Answer | undefined {
  if (report.course.slows === null) return undefined;
  const what = [withCommas([...slowingParts(report), ...flawParts(report)]), ...silenceParts(report)];
  return { tone: 'warn', said: message('headline.slows', { what }) };
}
