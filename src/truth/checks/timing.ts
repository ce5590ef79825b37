import { gridUs } from '../../core/pacing.js';
import { mergeCounters, rawPercentileUs, summarise } from '../../metrics/latency-summary.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';
import { type Check, faultOf, type Observation } from '../experiment.js';
import { about, type Claim, exactly, says, timeWithin } from '../row.js';

/** Of what a server with a `delay` takes: 1 %, and the timer that it waits with. */
const DELAY_TOLERANCE = { share: 0.01, timerMs: 2 } as const;
/** Of a stall's length. */
const STALL_TOLERANCE = { max: 0.03, p90: 0.1 } as const;
/** Of the messages of one second: a second ends when a timer says so. */
const PACE_TOLERANCE = 0.02;
/** A server whose threads stood in line for a processor for this share of the run was disturbed. */
const WAITING_SHARE = 0.05;
/** A generator that is this late at p99, beyond its grid, was disturbed as far as these experiments are concerned. */
const DISTURBED_US = 1500;

/**
 * Latencies of a server that waits exactly `delay`, of the fleet and of its canary, whose sample is too small for percentiles.
 * Response times begin when a message was due, so they have the generator's grid in them; service times have not.
 */
export const delays: Check = (seen) => {
  const { latency, canary } = seen.outcome;
  const delayMs = faultOf(seen, 'delay')?.durationMs ?? Number.NaN;
  const toleranceMs = delayMs * DELAY_TOLERANCE.share + DELAY_TOLERANCE.timerMs;
  const [response, service] = [summarise(latency.fanout), summarise(latency.serviceEcho)];
  const high = service.p99 === null ? 'p95' : 'p99';
  const claim = (property: string, reportedMs: number | null, gridMs = 0): Claim =>
    timeWithin(property, delayMs, reportedMs, toleranceMs + gridMs);
  return [
    claim('p50 of service times', service.p50),
    claim(`${high} of service times`, service[high]),
    claim('p50 of response times', response.p50),
    claim('p99 of response times', response.p99, gridUs(seen.outcome.pacing) / 1000),
    claim('mean at the canary', canary === null ? null : summarise(canary.fanout).mean),
  ];
};

/**
 * A stall of length S in a flood of length D: a message that is due t after its beginning waits S − t, so the longest wait is S,
 * and a share p of all messages waits less than S − (1 − p) · D.
 */
export const stalls: Check = (seen) => {
  const stallMs = faultOf(seen, 'stall')?.durationMs ?? Number.NaN;
  const { max, p90 } = summarise(seen.outcome.latency.fanout);
  const p90Ms = stallMs - 0.1 * seen.plan.durationMs;
  return [
    timeWithin('longest response time', stallMs, max, stallMs * STALL_TOLERANCE.max),
    timeWithin('p90 of response times', p90Ms, p90, p90Ms * STALL_TOLERANCE.p90),
  ];
};

/** The schedule does not wait for the server: every second brings what the plan asks for. */
export const onSchedule: Check = ({ plan, outcome }) => {
  const perSecond = Number(plan.messagesPerSecond);
  const seconds = outcome.timeline.slice(0, Math.floor(plan.durationMs / 1000)).map(({ sent }) => sent);
  const worst = seconds.toSorted((a, b) => Math.abs(b - perSecond) - Math.abs(a - perSecond))[0] ?? 0;
  return [
    exactly('messages unsent', 0, outcome.counters.intended - outcome.counters.sent),
    about('messages in the worst second', perSecond, worst, perSecond * PACE_TOLERANCE),
  ];
};

/** A server may be as slow as it likes: that is not the generator's fault. */
export const notTheGenerator: Check = ({ verdict }) =>
  says('verdict', 'not INVALID', verdict.level, verdict.level !== 'INVALID');

/** A generator that cannot do what it was asked for says so. */
export const theGenerator: Check = ({ verdict }) => says('verdict', 'INVALID', verdict.level);

/** Reason to measure times again: other programs held the generator up, as it knows itself, or the server. */
export function disturbance({ outcome, found, verdict, serverWaitedMs }: Observation): string | undefined {
  const doubtful = found?.trials.find(({ report }) => report.verdict.level === 'INVALID')?.report;
  if (doubtful !== undefined)
    return `of the trial at ${doubtful.load} messages/s ${doubtful.verdict.reasons[0]?.message ?? ''}`;
  const ownUs = gridUs(outcome.pacing);
  const slipUs = p99Of(outcome, 'scheduleSlip') - ownUs;
  const loopUs = p99Of(outcome, 'eventLoopDelay');
  if (slipUs > DISTURBED_US) return `the generator sent ${inMs(slipUs)} late at p99`;
  // The delay of a loop is seen by a timer of that loop.
  if (loopUs > gridUs('timer') + DISTURBED_US) return `the generator's event loops were ${inMs(loopUs)} late at p99`;
  if (serverWaitedMs > outcome.durationMs * WAITING_SHARE) {
    return `the server waited ${serverWaitedMs.toFixed(0)} ms for a processor`;
  }
  return verdict.level === 'VALID' ? undefined : `${verdict.level}: ${verdict.reasons[0]?.message ?? ''}`;
}

function p99Of({ workers }: RunOutcome, name: 'scheduleSlip' | 'eventLoopDelay'): number {
  return rawPercentileUs(mergeCounters(workers.map((worker) => worker[name])), 'p99') ?? 0;
}

function inMs(valueUs: number): string {
  return `${(valueUs / 1000).toFixed(1)} ms`;
}
