import type { RunKind } from '../core/plan.js';
import { formatCount, formatLatencyMs, formatRate, formatShare, formatTime } from '../core/units.js';
import { factorText } from '../judgement/findings/course.js';
import { secondsText } from '../judgement/findings/words.js';
import type { VerdictLevel } from '../judgement/verdict.js';
import { gapsOf } from '../metrics/audit.js';
import type { Interruption } from '../metrics/run-outcome.js';
import { failedBoundsText, isOpen } from './comparison/comparison-texts.js';
import type { Report } from './report-types.js';

/** How a line is meant. */
export type Tone = 'good' | 'warn' | 'bad';

/** The answer to "did it hold", in a sentence. */
export interface Headline {
  readonly tone: Tone;
  readonly text: string;
}

/** Up to this share of lost copies, the others tell how fast a server is. */
const FEW_LOST = 0.01;

type Rule = (report: Report, kind: RunKind) => Headline | undefined;

/** The first rule that has something to say gives the headline. */
const RULES: readonly Rule[] = [
  interrupted,
  nothingSent,
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
  times: 'this machine was the limit, so the times say little about the target',
  counts: 'the generator failed, so what was counted says little about the target',
} as const;

/** Is there a reason to doubt the numbers of a run? That a connection test sends no messages is none. */
export function isInDoubt({ verdict: { level, reasons } }: Report, kind: RunKind): boolean {
  return level !== 'VALID' && (kind === 'run' || reasons.some(({ code }) => code !== 'no-flood'));
}

/** The headline of a run. Nothing in it comes from the server. */
export function headlineOf(report: Report, kind: RunKind = kindOf(report)): Headline {
  for (const rule of RULES) {
    const headline = rule(report, kind);
    if (headline !== undefined) return headline;
  }
  const isSilent = report.course.silences.length > 0;
  return { tone: isSilent ? 'warn' : 'good', text: kind === 'connect' ? connected(report) : held(report) };
}

function held(report: Report): string {
  return `HELD: ${arrivalOf(report)}${howSlow(report)}${howFast(report)}${silence(report)}`;
}

function connected({ connections: { asked }, run, plan }: Report): string {
  return `CONNECTED: all ${formatCount(asked)} connections opened and held for ${formatTime(Math.min(plan.durationMs, run.durationMs))}`;
}

const ENDINGS: Readonly<Record<Interruption, string>> = {
  SIGINT: 'STOPPED by Ctrl-C',
  SIGTERM: 'STOPPED by SIGTERM',
  'target-lost': 'TARGET LOST: every connection went away and none came back',
  'worker-crashed': 'FAILED: a worker thread of the generator crashed',
  'agent-lost': 'FAILED: an agent of the generator was lost',
  'could-not-start': 'COULD NOT START',
  killed: 'KILLED outright',
};

function interrupted(report: Report): Headline | undefined {
  const { interruptedBy, durationMs } = report.run;
  if (interruptedBy === null) return undefined;
  const { expected } = report.deliveries;
  const soFar = expected === 0 ? 'nothing had been sent' : lossOf(report);
  const wasAsked = interruptedBy === 'SIGINT' || interruptedBy === 'SIGTERM';
  const text = `${ENDINGS[interruptedBy]}, after ${(durationMs / 1000).toFixed(1)} s; ${soFar}`;
  return { tone: wasAsked ? 'warn' : 'bad', text };
}

function nothingSent({ messages }: Report, kind: RunKind): Headline | undefined {
  if (kind === 'connect' || messages.sent > 0) return undefined;
  return { tone: 'bad', text: 'NO MESSAGE was sent, so nothing is known about deliveries' };
}

function lost(report: Report): Headline | undefined {
  if (report.deliveries.lost === 0) return undefined;
  const { lost: count, expected } = report.deliveries;
  // How fast the few were that came says nothing of a run that lost the others.
  const times = count <= expected * FEW_LOST ? howSlow(report) : '';
  return { tone: 'bad', text: `LOST: ${lossOf(report)}${times}${silence(report)}` };
}

/** What arrived, of a run that lost nothing. */
function arrivalOf({ deliveries: { expected, received, receiverGone } }: Report): string {
  if (received === expected) return `all ${formatCount(expected)} deliveries arrived`;
  const gone = receiverGone > 0 ? ` (${formatCount(receiverGone)} were for connections that were gone)` : '';
  return `${formatCount(received)} of ${formatCount(expected)} deliveries arrived${gone}`;
}

function lossOf({ deliveries: { expected, lost: count } }: Report): string {
  if (count === 0) return `none of ${formatCount(expected)} deliveries lost`;
  return `${formatCount(count)} of ${formatCount(expected)} deliveries lost (${formatShare(count / expected)})`;
}

/** Everything was delivered, but the server has not kept what it was given. */
function missing({ audit }: Report): Headline | undefined {
  if (audit === null) return undefined;
  const { usersMissing: users, messagesMissing: messages } = gapsOf(audit);
  const told = [
    ...(messages > 0 ? [`${formatCount(messages)} of ${formatCount(audit.messagesExpected)} messages`] : []),
    ...(users > 0 ? [`${formatCount(users)} of ${formatCount(audit.usersExpected)} users`] : []),
  ];
  if (told.length === 0) return undefined;
  return { tone: 'bad', text: `DATA LOST: the server no longer had ${told.join(' and ')} after the run` };
}

function strayed({ deliveries: { unexpected } }: Report): Headline | undefined {
  if (unexpected === 0) return undefined;
  const copies = unexpected === 1 ? 'copy' : 'copies';
  return {
    tone: 'bad',
    text: `STRAYED: ${formatCount(unexpected)} ${copies} reached users outside the message's room`,
  };
}

function canaryLost({ canary, run: { noObserver } }: Report): Headline | undefined {
  if (canary === null || canary.lost === 0 || noObserver !== null) return undefined;
  const text = `LOST: ${formatCount(canary.lost)} of ${formatCount(canary.expected)} copies of the canary, none of the fleet`;
  return { tone: 'bad', text };
}

function invalid(report: Report): Headline | undefined {
  const { level, counts } = report.verdict;
  if (level !== 'INVALID') return undefined;
  const arrived = report.deliveries.expected > 0 ? `${arrivalOf(report)}, but ` : '';
  return { tone: 'bad', text: `INVALID: ${arrived}${INVALID_MEANS[counts.level === 'INVALID' ? 'counts' : 'times']}` };
}

function thresholdsFailed({ thresholds, deliveries }: Report): Headline | undefined {
  const failed = thresholds.filter(({ passed }) => !passed).length;
  if (failed === 0) return undefined;
  const nothing = deliveries.expected > 0 ? '; nothing was lost' : '';
  return { tone: 'bad', text: `FAILED: ${failed} of ${thresholds.length} thresholds did not hold${nothing}` };
}

function regressed({ comparison }: Report): Headline | undefined {
  const bounds = comparison?.candidates.flatMap(({ regressions }) => regressions) ?? [];
  if (bounds.every(({ passed }) => passed)) return undefined;
  const failed = failedBoundsText(bounds);
  const isWorse = bounds.some((bound) => !bound.passed && !isOpen(bound));
  return { tone: 'bad', text: `${isWorse ? 'WORSE than the base' : 'NOT JUDGED beside the base'}: ${failed}` };
}

function connectionsShort({ connections: { asked, opened, lost: cut } }: Report, kind: RunKind): Headline | undefined {
  if (kind === 'run' || (opened >= asked && cut === 0)) return undefined;
  const text = `CONNECTED: ${formatCount(opened)} of ${formatCount(asked)} connections opened, ${formatCount(cut)} of them lost`;
  return { tone: 'bad', text };
}

/** Nothing lost, but not as it should be either. */
function flawed(report: Report): Headline | undefined {
  const { deliveries, messages, connections, errors } = report;
  const counts: readonly (readonly [count: number, what: string])[] = [
    [deliveries.duplicated, 'duplicated'],
    [deliveries.reordered, 'out of order'],
    [messages.refused, 'messages refused'],
    [messages.unsent - messages.senderAway, 'messages unsent'],
    [connections.asked - connections.opened, 'connections not opened'],
    [connections.lost, 'connections lost'],
    [errors.total, errors.total === 1 ? 'error' : 'errors'],
  ];
  const flaws = counts.filter(([count]) => count > 0).map(([count, what]) => `${formatCount(count)} ${what}`);
  if (flaws.length === 0) return undefined;
  return {
    tone: 'warn',
    text: `NOTHING LOST${howSlow(report)}, but ${flaws.slice(0, 3).join(', ')}${silence(report)}`,
  };
}

function fellBehind(report: Report): Headline | undefined {
  const { fellBehind: behind } = report.course;
  if (behind === null) return undefined;
  const { offeredPerSecond, servedPerSecond, firstP50Ms, lastP50Ms } = behind;
  const text = `FELL BEHIND: it served ${formatRate(servedPerSecond)} of ${formatRate(offeredPerSecond)} messages/s, and p50 grew all the time, from ${formatLatencyMs(firstP50Ms)} to ${formatLatencyMs(lastP50Ms)}`;
  return { tone: 'bad', text: `${text}${silence(report)}` };
}

function slows(report: Report): Headline | undefined {
  if (report.course.slows === null) return undefined;
  const { factor, firstP50Ms, lastP50Ms } = report.course.slows;
  const text = `SLOWS with every message: p50 of the last tenth is ${factorText(factor)} × that of the first (${formatLatencyMs(lastP50Ms)} and ${formatLatencyMs(firstP50Ms)})`;
  return { tone: 'warn', text: `${text}${silence(report)}` };
}

/** Seconds in which nothing came, however well the run went otherwise. */
function silence({ course: { silences } }: Report): string {
  return silences.length === 0 ? '' : `; nothing arrived in ${secondsText(silences)}`;
}

function howSlow({ latencyMs: { delivery } }: Report): string {
  if (delivery.p99 !== null) return `, p99 ${formatLatencyMs(delivery.p99)}`;
  return delivery.max === null ? '' : `, worst ${formatLatencyMs(delivery.max)}`;
}

function howFast({ tps }: Report): string {
  return `, at ${formatRate(tps.sent)} messages/s`;
}
