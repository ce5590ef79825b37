import { sumOf, sumsOf } from '../../core/numbers.js';
import type { PhaseName } from '../../core/phases.js';
import { BucketCounter } from '../../metrics/bucket-counter.js';
import type { PhaseResult } from '../../metrics/run-outcome.js';
import { addEncodedCounts } from '../../metrics/sparse-counts.js';
import type { Failure, FromWorker, HeardEvent, PhaseTally } from '../messages.js';
import { mergeHeard } from './what-came.js';

/** What a worker says at the end of a phase. */
export type PhaseAnswer = Extract<FromWorker, { type: 'phase-done' }>;

/** What the fleet did in a phase. */
export interface PhaseRecord {
  readonly result: PhaseResult;
  readonly failures: readonly Failure[];
  /** Events that came, as the workers tell of them with the phase. */
  readonly heard: readonly HeardEvent[];
}

/** What the workers say at the end of a phase, together. */
export function phaseRecordOf(name: PhaseName, durationMs: number, reports: readonly PhaseAnswer[]): PhaseRecord {
  return {
    result: sumPhase(name, durationMs, reports),
    failures: reports.flatMap(({ failures }) => failures),
    heard: mergeHeard(reports.flatMap(({ heard }) => heard)),
  };
}

/** One phase, all workers together. */
export function sumPhase(name: PhaseName, durationMs: number, reports: readonly PhaseAnswer[]): PhaseResult {
  const latency = new BucketCounter();
  for (const report of reports) addEncodedCounts(latency, report.latency);
  const { attempted, succeeded, failed } = sumTallies(reports.map(({ tally }) => tally));
  return { name, durationMs, attempted, succeeded, failed, latency };
}

/** Tallies of several workers as one. */
export function sumTallies(tallies: readonly PhaseTally[]): PhaseTally {
  const waiting = tallies.flatMap(({ notYetStored }) => notYetStored ?? []);
  return {
    ...sumsOf(tallies, ['total', 'attempted', 'succeeded', 'failed']),
    ...(waiting.length === 0 ? {} : { notYetStored: sumOf(waiting) }),
  };
}

/** From the last send in a worker until the main thread knows of it, at the most: in time, and as a share of the flood. */
const HEARING_OF_THE_END_MS = 50;
const HEARING_OF_THE_END_SHARE = 0.05;

/**
 * How long messages were sent. Hearing of the end takes a moment, which is not to make a flood on schedule look slower.
 * @param measuredMs until the main thread heard of the end
 */
export function floodLengthMs(measuredMs: number, plannedMs: number): number {
  const moment = Math.min(HEARING_OF_THE_END_MS, plannedMs * HEARING_OF_THE_END_SHARE);
  return Math.abs(measuredMs - plannedMs) < moment ? plannedMs : measuredMs;
}
