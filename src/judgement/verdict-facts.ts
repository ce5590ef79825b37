import { gridUs } from '../core/pacing.js';
import { DESCRIPTOR_KINDS, type ErrorName, errorClassOf } from '../core/error-kinds.js';
import type { BucketCounter } from '../metrics/bucket-counter.js';
import {
  countOf,
  deliveryOf,
  mergeCounters,
  type PercentileName,
  percentileMs,
  rawPercentileUs,
} from '../metrics/latency-summary.js';
import type { Interruption, RunOutcome } from '../metrics/run-outcome.js';
import { RECORDED_LATENCIES } from '../metrics/snapshot.js';

/** The fleet and its canary at the highest percentile that the canary's sample supports. */
export interface CanaryComparison {
  readonly percentile: PercentileName;
  readonly fleetUs: number;
  readonly canaryUs: number;
  /** Event-loop delay of the fleet's workers at the same percentile. */
  readonly loopDelayUs: number;
}

/** Slip and delivery at the same percentile. */
export interface SlipComparison {
  readonly percentile: PercentileName;
  /** Actual − intended send, all workers. */
  readonly slipUs: number;
  /** What of that belongs to how senders are woken. */
  readonly gridUs: number;
  readonly deliveryUs: number;
  /** The agent whose worker was the latest; undefined without agents. */
  readonly agent?: string | undefined;
}

/** How long a worker thread was ready to run and had no processor. */
export interface Starvation {
  /** Of wall time. */
  readonly waitShare: number;
  /** Of the time in which it ran or was ready to. */
  readonly waitOfRunnable: number;
  /** The agent that it was on; undefined without agents. */
  readonly agent?: string | undefined;
}

/** Percentiles that are compared, the highest that the samples support. */
const JUDGED_PERCENTILES = ['p99', 'p95', 'p90'] as const;

/** What a verdict is passed on: numbers of the generator, and those of the results that they could have distorted. */
export interface VerdictFacts {
  /** Did messages flow, or were there only connections? */
  readonly hasFlooded: boolean;
  /** Were connections only to be held? Then there is no flood to miss. */
  readonly isHeldOnly: boolean;
  readonly interruption: Interruption | null;
  readonly intended: number;
  /** Messages not sent although their sockets took bytes. */
  readonly unsentWritable: number;
  /** Samples of the `delivery` latency. */
  readonly deliveries: number;
  /** undefined when the samples are too few to compare. */
  readonly slip: SlipComparison | undefined;
  readonly starvation: Starvation;
  /** Mean share of a core over the flood, of the busiest worker; 0 without workers. */
  readonly busiestCpuShare: number;
  /** The agent that this worker was on; undefined without agents. */
  readonly busiestAgent?: string | undefined;
  readonly canary: CanaryComparison | undefined;
  /** Why observers that were asked for observed nothing; null when they did, or were not asked for. */
  readonly noObserver: string | null;
  /** Failures that were our own process's or machine's. */
  readonly generatorErrors: number;
  /** Those of them that happened because there was no file descriptor left. */
  readonly descriptorErrors: number;
  readonly operations: number;
  readonly connectionsAsked: number;
  readonly connectionsOpened: number;
  /** Latency samples that were negative or not finite. */
  readonly impossibleSamples: number;
}

/** The facts of a run. @param delivery the `delivery` latency of the same outcome */
export function verdictFactsOf(
  outcome: RunOutcome,
  delivery = deliveryOf(outcome.latency.echo, outcome.latency.fanout),
): VerdictFacts {
  const busiest = outcome.workers.toSorted((one, other) => other.cpuShare - one.cpuShare)[0];
  return {
    isHeldOnly:
      outcome.phases.some(({ name }) => name === 'flood') && !outcome.phases.some(({ name }) => name === 'join'),
    hasFlooded: outcome.counters.intended > 0 || outcome.counters.sent > 0,
    interruption: outcome.interruption,
    intended: outcome.counters.intended,
    unsentWritable: outcome.unsentWritable,
    deliveries: countOf(delivery),
    slip: compareSlip(outcome, delivery),
    busiestCpuShare: busiest?.cpuShare ?? 0,
    busiestAgent: busiest?.agent,
    starvation: starvationOf(outcome),
    canary: compareWithCanary(outcome),
    noObserver: outcome.noObserver,
    generatorErrors: generatorErrorsOf(outcome),
    descriptorErrors: DESCRIPTOR_KINDS.reduce((sum, kind) => sum + (outcome.errors[kind] ?? 0), 0),
    operations: outcome.counters.operations,
    connectionsAsked: outcome.connections.asked,
    connectionsOpened: outcome.connections.opened,
    impossibleSamples: RECORDED_LATENCIES.reduce((sum, name) => sum + outcome.latency[name].impossible, 0),
  };
}

/** At the highest percentile that both samples support: a p99 of thirty messages is just the worst of them. */
function compareSlip({ workers, pacing }: RunOutcome, delivery: BucketCounter): SlipComparison | undefined {
  const slip = mergeCounters(workers.map(({ scheduleSlip }) => scheduleSlip));
  const percentile = JUDGED_PERCENTILES.find(
    (name) => percentileMs(slip, name) !== null && percentileMs(delivery, name) !== null,
  );
  if (percentile === undefined) return undefined;
  const slipUs = rawPercentileUs(slip, percentile);
  const deliveryUs = rawPercentileUs(delivery, percentile);
  return slipUs === undefined || deliveryUs === undefined
    ? undefined
    : { percentile, slipUs, gridUs: gridUs(pacing), deliveryUs, agent: latestAgent(workers, percentile) };
}

/** The agent of the worker that sent the latest. */
function latestAgent(workers: RunOutcome['workers'], percentile: PercentileName): string | undefined {
  const slipOf = ({ scheduleSlip }: RunOutcome['workers'][number]): number =>
    rawPercentileUs(scheduleSlip, percentile) ?? 0;
  return workers.toSorted((one, other) => slipOf(other) - slipOf(one))[0]?.agent;
}

/** Of the worker that waited longest for a processor. */
function starvationOf({ workers }: RunOutcome): Starvation {
  return workers.reduce<Starvation>(
    (worst, { agent, cpuShare, cpuWaitShare }) =>
      cpuWaitShare > worst.waitShare
        ? { waitShare: cpuWaitShare, waitOfRunnable: cpuWaitShare / (cpuShare + cpuWaitShare), agent }
        : worst,
    { waitShare: 0, waitOfRunnable: 0, agent: undefined },
  );
}

function compareWithCanary({ canary, noObserver, latency, workers }: RunOutcome): CanaryComparison | undefined {
  if (canary === null || noObserver !== null) return undefined;
  const percentile = JUDGED_PERCENTILES.find((name) => percentileMs(canary.fanout, name) !== null);
  if (percentile === undefined) return undefined;
  const canaryUs = rawPercentileUs(canary.fanout, percentile);
  const fleetUs = rawPercentileUs(latency.fanout, percentile);
  const loopDelay = mergeCounters(workers.map(({ eventLoopDelay }) => eventLoopDelay));
  const loopDelayUs = rawPercentileUs(loopDelay, percentile) ?? 0;
  return fleetUs === undefined || canaryUs === undefined ? undefined : { percentile, fleetUs, canaryUs, loopDelayUs };
}

function generatorErrorsOf({ errors }: RunOutcome): number {
  const kinds = Object.keys(errors) as ErrorName[];
  return kinds.reduce((sum, kind) => (errorClassOf(kind) === 'generator' ? sum + (errors[kind] ?? 0) : sum), 0);
}
