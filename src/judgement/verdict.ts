import { recognised } from '../core/language/recognise.js';
import { inEnglish, type Message, message } from '../core/language/words.js';
import { TIMER_GRID_US } from '../core/pacing.js';
import { printable } from '../core/text.js';
import type { BucketCounter } from '../metrics/bucket-counter.js';
import { samplesNeededFor } from '../metrics/latency-summary.js';
import type { RunOutcome } from '../metrics/run-outcome.js';
import { type VerdictFacts, verdictFactsOf } from './verdict-facts.js';

export type VerdictLevel = 'VALID' | 'SUSPECT' | 'INVALID';

/** The worst first. */
export const VERDICT_LEVELS: readonly VerdictLevel[] = ['INVALID', 'SUSPECT', 'VALID'];

/** The numbers of a run that a reason concerns: times and rates, what was counted, or both. */
export type VerdictPart = 'times' | 'counts' | 'both';

/** Why a run is not simply VALID. */
export interface VerdictReason {
  /** Stable, for scripts: `schedule-slip`. */
  readonly code: string;
  readonly part: VerdictPart;
  /** In English. */
  readonly message: string;
}

/** A reason that can be said in any language. */
export interface SaidReason extends VerdictReason {
  readonly said: Message;
}

/** Can the run's numbers be believed, or was the generator the limit? */
export interface Verdict {
  /** The worse of the two. */
  readonly level: VerdictLevel;
  /** Can times and rates be believed? */
  readonly times: { readonly level: VerdictLevel };
  /** Can what was counted be believed? What was lost is as true on a busy machine as on a quiet one. */
  readonly counts: { readonly level: VerdictLevel };
  /** The gravest first; empty when VALID. */
  readonly reasons: readonly VerdictReason[];
}

/** A verdict as it was passed. */
export interface SaidVerdict extends Verdict {
  readonly reasons: readonly SaidReason[];
}

/** A verdict as reports have it. */
export function reportedVerdict({ level, times, counts, reasons }: Verdict): Verdict {
  return {
    level,
    times,
    counts,
    reasons: reasons.map(({ code, part, message: text }) => ({ code, part, message: text })),
  };
}

/** What a rule has against a run. */
interface Objection {
  readonly level: 'SUSPECT' | 'INVALID';
  readonly said: Message;
}

/** One thing that can spoil a run. */
export interface VerdictRule {
  readonly code: string;
  /** What it spoils: what the generator was late for spoils times, never counts. */
  readonly part: VerdictPart;
  readonly check: (facts: VerdictFacts) => Objection | undefined;
  /** What the user can do about it; null where other findings say it, or where nothing helps: of no rule that says INVALID. */
  readonly advice: Message | null;
}

/** From where on something makes a run INVALID; at half of it the run is SUSPECT. docs/measurement.md gives the reasons. */
const LIMITS = {
  /** Slip beyond the grid: this share of the reported p99, and at least this long. */
  slipShare: 0.1,
  /** Counted from what a timer explains, whatever the grid: whoever is closer to the schedule is not judged more strictly for it. */
  slipUs: 1000,
  /** Share of the intended messages. */
  unsentShare: 0.01,
  /** A thread that waits for a processor longer than it runs on one, and for this share of the time. */
  waitOfRunnable: 0.5,
  waitShare: 0.4,
  /** How many times slower than the canary, by at least this much, and this share of it explained by our own event loops. */
  canaryFactor: 3,
  canaryGapUs: 20_000,
  canaryExplained: 0.5,
  /** Share of the operations or of the connections, whichever are fewer. */
  generatorErrorShare: 0.01,
  /** Share of the deliveries. */
  impossibleShare: 0.01,
} as const;

/** A core that is half busy is no half-overloaded core, so a CPU share has two limits of its own. */
const CPU_SHARE = { invalid: 0.95, suspect: 0.8 } as const;

const CLOCKS = message('remedy.clocks');
const MORE_POWER = message('remedy.more-power');

/** Every rule; a new one is one entry. A slow or failing server must never make any of them say INVALID. */
export const VERDICT_RULES: readonly VerdictRule[] = [
  {
    code: 'worker-crashed',
    part: 'both',
    check: workerCrashed,
    advice: message('remedy.worker-crashed'),
  },
  {
    code: 'agent-lost',
    part: 'both',
    check: agentLost,
    advice: message('remedy.agent-lost'),
  },
  { code: 'schedule-slip', part: 'times', check: scheduleSlip, advice: MORE_POWER },
  { code: 'unsent', part: 'times', check: unsent, advice: MORE_POWER },
  {
    code: 'generator-cpu',
    part: 'times',
    check: generatorCpu,
    advice: message('remedy.generator-cpu'),
  },
  {
    code: 'generator-starved',
    part: 'times',
    check: generatorStarved,
    advice: message('remedy.generator-starved'),
  },
  {
    code: 'slower-than-canary',
    part: 'times',
    check: slowerThanCanary,
    advice: message('remedy.slower-than-canary'),
  },
  {
    code: 'generator-errors',
    part: 'both',
    check: generatorErrors,
    advice: message('remedy.generator-errors'),
  },
  { code: 'impossible-samples', part: 'times', check: impossibleSamples, advice: CLOCKS },
  { code: 'no-flood', part: 'both', check: noFlood, advice: null },
  { code: 'few-samples', part: 'times', check: fewSamples, advice: message('remedy.few-samples') },
  { code: 'connections-missing', part: 'both', check: connectionsMissing, advice: null },
  { code: 'no-observer', part: 'times', check: noObserver, advice: null },
];

/** Applies every rule. */
export function judge(facts: VerdictFacts): SaidVerdict {
  const objections = VERDICT_RULES.flatMap(({ code, part, check }) => {
    const objection = check(facts);
    return objection === undefined ? [] : [{ code, part, ...objection }];
  });
  const worst = (spoiled: readonly VerdictPart[]): VerdictLevel =>
    worstLevel(objections.filter(({ part }) => spoiled.includes(part)).map(({ level }) => level));
  const levels = VERDICT_LEVELS.flatMap((level) => objections.filter((objection) => objection.level === level));
  return {
    level: worst(['times', 'counts', 'both']),
    times: { level: worst(['times', 'both']) },
    counts: { level: worst(['counts', 'both']) },
    reasons: levels.map(({ code, part, said }) => ({ code, part, message: inEnglish(said), said })),
  };
}

/** The worst of several levels; VALID of none. */
export function worstLevel(levels: readonly VerdictLevel[]): VerdictLevel {
  return VERDICT_LEVELS.find((level) => levels.includes(level)) ?? 'VALID';
}

/** What the user can do about the gravest reason of a verdict; undefined where there is nothing to do. */
export function remedyOf({ reasons: [gravest] }: Pick<Verdict, 'reasons'>): Message | undefined {
  return VERDICT_RULES.find(({ code }) => code === gravest?.code)?.advice ?? undefined;
}

/** The verdict on a run. @param delivery the `delivery` latency of the same outcome, where it is known already */
export function verdictOf(outcome: RunOutcome, delivery?: BucketCounter): SaidVerdict {
  return judge(verdictFactsOf(outcome, delivery));
}

/** @param severity 1 at the limit of INVALID */
function graded(severity: number, said: () => Message): Objection | undefined {
  if (severity <= 0.5) return undefined;
  return { level: severity > 1 ? 'INVALID' : 'SUSPECT', said: said() };
}

function workerCrashed({ interruption }: VerdictFacts): Objection | undefined {
  if (interruption !== 'worker-crashed') return undefined;
  return { level: 'INVALID', said: message('verdict.worker-crashed') };
}

function agentLost({ interruption }: VerdictFacts): Objection | undefined {
  if (interruption !== 'agent-lost') return undefined;
  return { level: 'INVALID', said: message('verdict.agent-lost') };
}

function scheduleSlip({ slip }: VerdictFacts): Objection | undefined {
  if (slip === undefined) return undefined;
  const { percentile, slipUs, gridUs, deliveryUs, agent } = slip;
  const excessUs = slipUs - gridUs;
  const severity = Math.min((slipUs - TIMER_GRID_US) / LIMITS.slipUs, excessUs / (deliveryUs * LIMITS.slipShare));
  return graded(severity, () =>
    message('verdict.schedule-slip', {
      excess: ms(excessUs),
      grid: ms(gridUs),
      percentile,
      delivery: ms(deliveryUs),
      mostly: agent === undefined ? '' : message('verdict.mostly-on', { agent: printable(agent) }),
    }),
  );
}

function unsent({ intended, unsentWritable }: VerdictFacts): Objection | undefined {
  if (intended === 0) return undefined;
  const share = unsentWritable / intended;
  return graded(share / LIMITS.unsentShare, () => message('verdict.unsent', { share }));
}

/** Which agent a worker is on. */
function onAgent(agent: string | undefined): Message | '' {
  return agent === undefined ? '' : message('verdict.on-agent', { agent: printable(agent) });
}

function generatorCpu({ busiestCpuShare, busiestAgent }: VerdictFacts): Objection | undefined {
  if (busiestCpuShare <= CPU_SHARE.suspect) return undefined;
  const level = busiestCpuShare > CPU_SHARE.invalid ? 'INVALID' : 'SUSPECT';
  const on = onAgent(busiestAgent);
  return { level, said: message('verdict.generator-cpu', { share: Math.min(1, busiestCpuShare), on }) };
}

function generatorStarved({ starvation: { waitShare, waitOfRunnable, agent } }: VerdictFacts): Objection | undefined {
  const severity = Math.min(waitShare / LIMITS.waitShare, waitOfRunnable / LIMITS.waitOfRunnable);
  return graded(severity, () => message('verdict.generator-starved', { share: waitShare, on: onAgent(agent) }));
}

function slowerThanCanary({ canary }: VerdictFacts): Objection | undefined {
  if (canary === undefined) return undefined;
  const { percentile, fleetUs, canaryUs, loopDelayUs } = canary;
  const gapUs = fleetUs - canaryUs;
  if (gapUs <= 0) return undefined;
  const severity = Math.min(
    fleetUs / (canaryUs * LIMITS.canaryFactor),
    gapUs / LIMITS.canaryGapUs,
    loopDelayUs / (gapUs * LIMITS.canaryExplained),
  );
  return graded(severity, () =>
    message('verdict.slower-than-canary', {
      percentile,
      fleet: ms(fleetUs),
      canary: ms(canaryUs),
      loop: ms(loopDelayUs),
    }),
  );
}

function generatorErrors(facts: VerdictFacts): Objection | undefined {
  const { generatorErrors: count, descriptorErrors, operations, connectionsAsked } = facts;
  if (count === 0) return undefined;
  // A lack of descriptors may have kept other things from taking place, such as a reconnect or a report.
  if (descriptorErrors > 0) {
    return { level: 'INVALID', said: message('verdict.generator-errors.descriptors', { count: descriptorErrors }) };
  }
  // Of the connections as well: a fleet that is a tenth short stays so, however many messages the rest sends.
  const share = count / Math.max(1, Math.min(operations, connectionsAsked));
  const level = share > LIMITS.generatorErrorShare ? 'INVALID' : 'SUSPECT';
  return { level, said: message('verdict.generator-errors', { count }) };
}

function impossibleSamples({ impossibleSamples: count, deliveries }: VerdictFacts): Objection | undefined {
  if (count === 0) return undefined;
  const level = count > deliveries * LIMITS.impossibleShare ? 'INVALID' : 'SUSPECT';
  return { level, said: message('verdict.impossible-samples', { count }) };
}

function noFlood({ hasFlooded, isHeldOnly }: VerdictFacts): Objection | undefined {
  return hasFlooded || isHeldOnly ? undefined : { level: 'SUSPECT', said: message('verdict.no-flood') };
}

function fewSamples({ hasFlooded, deliveries }: VerdictFacts): Objection | undefined {
  const needed = samplesNeededFor('p99');
  if (!hasFlooded || deliveries >= needed) return undefined;
  return { level: 'SUSPECT', said: message('verdict.few-samples', { count: deliveries, needed }) };
}

function connectionsMissing({ connectionsAsked, connectionsOpened }: VerdictFacts): Objection | undefined {
  if (connectionsOpened >= connectionsAsked) return undefined;
  const said = message('verdict.connections-missing', { opened: connectionsOpened, asked: connectionsAsked });
  return { level: 'SUSPECT', said };
}

function noObserver({ noObserver: why }: VerdictFacts): Objection | undefined {
  return why === null
    ? undefined
    : { level: 'SUSPECT', said: message('verdict.no-observer', { why: recognised(why) }) };
}

function ms(valueUs: number): number {
  return valueUs / 1000;
}
