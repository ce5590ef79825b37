import { type Stage, seamsOf } from '../core/stages.js';
import type { BucketCounter } from './bucket-counter.js';
import type { Collector } from './collector.js';
import { mergeCounters } from './latency-summary.js';
import type { DeliverySums, StageOutcome } from './run-outcome.js';
import { type Gauges, latenciesOf, type RecordedLatency, type StageCounter } from './snapshot.js';
import type { SnapshotSums } from './snapshot-sums.js';

/** The places of the stages whose latencies are results; undefined where all of it is measured. */
export function measuredOf(stages: readonly Pick<Stage, 'measured'>[]): readonly number[] | undefined {
  if (stages.every(({ measured }) => measured)) return undefined;
  return stages.flatMap(({ measured }, stage) => (measured ? [stage] : []));
}

/** The latencies of measured stages. */
export function measuredLatency(
  sums: SnapshotSums,
  stages: readonly Stage[],
): Readonly<Record<RecordedLatency, BucketCounter>> {
  const measured = measuredOf(stages);
  if (measured === undefined) return sums.latency;
  return latenciesOf((name) => mergeCounters(measured.map((stage) => sums.stageTotals(stage).latency[name])));
}

/** Messages that were asked for and not sent, although nothing but this machine kept them from it. */
export function unsentOf(
  { intended, sent, unsendable, senderAway }: Readonly<Record<StageCounter, number>>,
  { backlog }: Pick<Gauges, 'backlog'>,
): number {
  return Math.max(0, intended - sent - unsendable - senderAway - backlog);
}

/**
 * Every stage of a run.
 * @param ledgers of the stages, in their order
 * @param floodMs how long messages were sent
 */
export function stageOutcomes(
  fleet: Collector,
  stages: readonly Stage[],
  ledgers: readonly Pick<DeliverySums, 'expected' | 'receiverGone' | 'unconfirmed'>[],
  floodMs: number,
): StageOutcome[] {
  const seams = seamsOf(stages);
  return stages.map(({ name, measured, from, to }, index): StageOutcome => {
    const { counters, latency, errors, gauges } = fleet.stageTotals(index);
    const { received, duplicated, reordered } = counters;
    const { expected, receiverGone, unconfirmed } = ledgers[index] ?? {
      expected: received,
      receiverGone: 0,
      unconfirmed: 0,
    };
    const lost = expected - received - receiverGone;
    const [startMs, endMs] = [seams[index] ?? 0, index === stages.length - 1 ? floodMs : (seams[index + 1] ?? 0)];
    return {
      name,
      startMs,
      durationMs: Math.max(0, Math.min(floodMs, endMs) - startMs),
      measured,
      plannedFrom: from,
      plannedTo: to,
      counters,
      deliveries: { expected, received, lost, unconfirmed, duplicated, reordered, receiverGone },
      latency,
      errors,
      workers: fleet.workersIn([index]),
      unsentWritable: unsentOf(counters, gauges),
    };
  });
}
