import { SCHEDULE_GRID_US } from '../core/grid.js';
import { formatCount, formatLatencyMs, formatShare } from '../core/units.js';
import { samplesNeededFor } from '../metrics/latency-summary.js';
import type { RunOutcome } from '../metrics/run-outcome.js';
import { type VerdictFacts, verdictFactsOf } from './verdict-facts.js';

export type VerdictLevel = 'VALID' | 'SUSPECT' | 'INVALID';

/** Why a run is not simply VALID. */
export interface VerdictReason {
  /** Stable, for scripts: `schedule-slip`. */
  readonly code: string;
  readonly message: string;
}

/** Can the run's numbers be believed, or was the generator the limit? */
export interface Verdict {
  readonly level: VerdictLevel;
  /** The gravest first; empty when VALID. */
  readonly reasons: readonly VerdictReason[];
}

/** What a rule has found. */
interface Finding {
  readonly level: 'SUSPECT' | 'INVALID';
  readonly message: string;
}

/** One thing that can spoil a run. */
export interface VerdictRule {
  readonly code: string;
  readonly check: (facts: VerdictFacts) => Finding | undefined;
}

/** From where on something makes a run INVALID; at half of it the run is SUSPECT. docs/measurement.md gives the reasons. */
const LIMITS = {
  /** Slip beyond the grid, share of the reported p99, and at least this long. */
  slipShare: 0.1,
  slipUs: 1000,
  unsentShare: 0.01,
  /** How many times slower than the canary, by at least this much, and this share of it explained by our own event loops. */
  /** A thread that waits for a processor longer than it runs on one, and for this share of the time. */
  waitOfRunnable: 0.5,
  waitShare: 0.4,
  canaryFactor: 3,
  canaryGapUs: 20_000,
  canaryExplained: 0.5,
  generatorErrorShare: 0.01,
  impossibleShare: 0.01,
} as const;

/** A core that is half busy is no half-overloaded core, so a CPU share has two limits of its own. */
const CPU_SHARE = { invalid: 0.95, suspect: 0.8 } as const;

/** Every rule; a new one is one entry. A slow or failing server must never make any of them say INVALID. */
export const VERDICT_RULES: readonly VerdictRule[] = [
  { code: 'worker-crashed', check: workerCrashed },
  { code: 'schedule-slip', check: scheduleSlip },
  { code: 'unsent', check: unsent },
  { code: 'generator-cpu', check: generatorCpu },
  { code: 'generator-starved', check: generatorStarved },
  { code: 'slower-than-canary', check: slowerThanCanary },
  { code: 'generator-errors', check: generatorErrors },
  { code: 'impossible-samples', check: impossibleSamples },
  { code: 'no-flood', check: noFlood },
  { code: 'few-samples', check: fewSamples },
  { code: 'connections-missing', check: connectionsMissing },
];

/** Applies every rule. */
export function judge(facts: VerdictFacts): Verdict {
  const findings = VERDICT_RULES.flatMap(({ code, check }) => {
    const finding = check(facts);
    return finding === undefined ? [] : [{ code, ...finding }];
  });
  const invalid = findings.filter(({ level }) => level === 'INVALID');
  const suspect = findings.filter(({ level }) => level === 'SUSPECT');
  return {
    level: invalid.length > 0 ? 'INVALID' : suspect.length > 0 ? 'SUSPECT' : 'VALID',
    reasons: [...invalid, ...suspect].map(({ code, message }) => ({ code, message })),
  };
}

/** The verdict on a run. */
export function verdictOf(outcome: RunOutcome): Verdict {
  return judge(verdictFactsOf(outcome));
}

/** @param severity 1 at the limit of INVALID */
function graded(severity: number, message: () => string): Finding | undefined {
  if (severity <= 0.5) return undefined;
  return { level: severity > 1 ? 'INVALID' : 'SUSPECT', message: message() };
}

function workerCrashed({ interruption }: VerdictFacts): Finding | undefined {
  if (interruption !== 'worker-crashed') return undefined;
  return { level: 'INVALID', message: 'a worker thread of the generator crashed; its users fell silent' };
}

function scheduleSlip({ slip }: VerdictFacts): Finding | undefined {
  if (slip === undefined) return undefined;
  const { percentile, slipUs, deliveryUs } = slip;
  const excessUs = slipUs - SCHEDULE_GRID_US;
  const severity = Math.min(excessUs / LIMITS.slipUs, excessUs / (deliveryUs * LIMITS.slipShare));
  return graded(
    severity,
    () =>
      `the generator sent late: ${latency(excessUs)} beyond its ${latency(SCHEDULE_GRID_US)} grid at ${percentile}, ` +
      `of a reported ${percentile}(delivery) of ${latency(deliveryUs)}`,
  );
}

function unsent({ intended, unsentWritable }: VerdictFacts): Finding | undefined {
  if (intended === 0) return undefined;
  const share = unsentWritable / intended;
  return graded(
    share / LIMITS.unsentShare,
    () =>
      `the generator left ${formatShare(share)} of the intended messages unsent although their sockets were writable`,
  );
}

function generatorCpu({ busiestCpuShare }: VerdictFacts): Finding | undefined {
  if (busiestCpuShare <= CPU_SHARE.suspect) return undefined;
  const level = busiestCpuShare > CPU_SHARE.invalid ? 'INVALID' : 'SUSPECT';
  return {
    level,
    message: `a worker thread used ${formatShare(Math.min(1, busiestCpuShare))} of its core over the flood`,
  };
}

function generatorStarved({ starvation: { waitShare, waitOfRunnable } }: VerdictFacts): Finding | undefined {
  const severity = Math.min(waitShare / LIMITS.waitShare, waitOfRunnable / LIMITS.waitOfRunnable);
  return graded(
    severity,
    () =>
      `other programs held the processors: a worker thread was ready to run and had none for ${formatShare(waitShare)} of the time`,
  );
}

function slowerThanCanary({ canary }: VerdictFacts): Finding | undefined {
  if (canary === undefined) return undefined;
  const { percentile, fleetUs, canaryUs, loopDelayUs } = canary;
  const gapUs = fleetUs - canaryUs;
  if (gapUs <= 0) return undefined;
  const severity = Math.min(
    fleetUs / (canaryUs * LIMITS.canaryFactor),
    gapUs / LIMITS.canaryGapUs,
    loopDelayUs / (gapUs * LIMITS.canaryExplained),
  );
  return graded(
    severity,
    () =>
      `${percentile}(fanout) is ${latency(fleetUs)} in the fleet and ${latency(canaryUs)} at the canary, ` +
      `and the generator's event loops were ${latency(loopDelayUs)} late`,
  );
}

function generatorErrors({ generatorErrors: count, operations, connectionsAsked }: VerdictFacts): Finding | undefined {
  if (count === 0) return undefined;
  // Of the connections as well: a fleet that is a tenth short stays so, however many messages the rest sends.
  const share = count / Math.max(1, Math.min(operations, connectionsAsked));
  const level = share > LIMITS.generatorErrorShare ? 'INVALID' : 'SUSPECT';
  return {
    level,
    message: `${formatCount(count)} operations failed for want of something on the generator's own machine`,
  };
}

function impossibleSamples({ impossibleSamples: count, deliveries }: VerdictFacts): Finding | undefined {
  if (count === 0) return undefined;
  const level = count > deliveries * LIMITS.impossibleShare ? 'INVALID' : 'SUSPECT';
  return {
    level,
    message: `${formatCount(count)} latency samples were impossible (negative or no number) and are left out`,
  };
}

function noFlood({ flooded, heldOnly }: VerdictFacts): Finding | undefined {
  return flooded || heldOnly
    ? undefined
    : { level: 'SUSPECT', message: 'no flood: no message was sent, so there is nothing to believe' };
}

function fewSamples({ flooded, deliveries }: VerdictFacts): Finding | undefined {
  const needed = samplesNeededFor('p99');
  if (!flooded || deliveries >= needed) return undefined;
  const message = `${formatCount(deliveries)} deliveries are too few for a p99, which takes ${formatCount(needed)}`;
  return { level: 'SUSPECT', message };
}

function connectionsMissing({ connectionsAsked, connectionsOpened }: VerdictFacts): Finding | undefined {
  if (connectionsOpened >= connectionsAsked) return undefined;
  const message = `${formatCount(connectionsOpened)} of ${formatCount(connectionsAsked)} connections opened; the load was smaller than planned`;
  return { level: 'SUSPECT', message };
}

function latency(valueUs: number): string {
  return formatLatencyMs(valueUs / 1000);
}
