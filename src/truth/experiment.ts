import type { Conducted } from '../capacity/conduct.js';
import type { RunPlan } from '../core/plan.js';
import type { Verdict } from '../judgement/verdict.js';
import type { RunOutcome } from '../metrics/run-outcome.js';
import type { Fault, FaultName, FaultOf } from '../practice/faults/fault.js';
import type { PracticeTruth } from '../practice/truth.js';
import type { FlagValues } from '../scenario/options.js';
import type { Claim } from './row.js';
import type { SearchSetting } from './search.js';

/** A server, and a load for it. */
export interface Setting {
  /** Faults of the practice server, as `serve --fault` takes them. */
  readonly faults: readonly string[];
  /** Flags of `run` that differ from those of every experiment. */
  readonly flags: FlagValues;
}

/** A short run against a server whose behaviour is known, and what is to come out of it. */
export interface Experiment extends Setting {
  readonly name: string;
  /** Worker threads; the experiment is made once with each number. */
  readonly workers: readonly number[];
  /** With the canary? Without it, the server meets the messages of the fleet alone, the first ones included. */
  readonly hasObservers: boolean;
  /** Made while nothing else runs, because times are measured; one that was disturbed is made again. */
  readonly alone?: true;
  /** What is different when there is little time. */
  readonly fast?: Partial<Setting> & { readonly workers?: readonly number[] };
  /** The server is killed this long after the flood began. */
  readonly killAfterMs?: number;
  /** Other processes take the generator's processor away while it floods. */
  readonly stolenCpu?: true;
  /** The largest rate that holds is searched, in place of a flood. */
  readonly search?: SearchSetting;
  readonly checks: readonly Check[];
}

/** Made with one worker thread and with four: what they count must be the same. When there is little time, one of them does. */
export const BOTH_OR_ONE = { workers: [1, 4], fast: { workers: [1] } } as const;
export const BOTH_OR_FOUR = { workers: [1, 4], fast: { workers: [4] } } as const;
/** Left out when there is little time: another experiment has the same fault. */
export const FULL_ONLY = { workers: [1, 4], fast: { workers: [] } } as const;

/** Compares one aspect of a run with the truth. */
export type Check = (seen: Observation) => Claim | readonly Claim[];

/** Everything that is known after a run. */
export interface Observation {
  readonly plan: RunPlan;
  readonly faults: readonly Fault[];
  readonly outcome: RunOutcome;
  readonly verdict: Verdict;
  /** What a search found, where there was one. */
  readonly found: Conducted | undefined;
  /** What the server did; of one that was killed, what it had done until then. */
  readonly truth: PracticeTruth;
  /** The server's id of a room, by its name; those of the fleet and of the observers. */
  readonly roomIds: ReadonlyMap<string, string>;
  /** How long the server's threads were ready to run while other programs had the processors; 0 where the system does not tell. */
  readonly serverWaitedMs: number;
}

/** The parameters of a fault that the experiment's server has; undefined when it has not. */
export function faultOf<Name extends FaultName>(
  { faults }: Pick<Observation, 'faults'>,
  name: Name,
): FaultOf<Name> | undefined {
  const isWanted = (fault: Fault): fault is Fault & FaultOf<Name> => fault.name === name;
  return faults.find(isWanted);
}
