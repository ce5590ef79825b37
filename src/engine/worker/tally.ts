import { nowUs } from '../../core/clock.js';
import type { ErrorKind } from '../../core/error-kinds.js';
import type { PhaseName } from '../../core/phases.js';
import type { Stage } from '../../core/stages.js';
import { mergeCounters } from '../../metrics/latency-summary.js';
import { ReasonTable } from '../../metrics/reasons.js';
import {
  type Counters,
  type ErrorCounts,
  emptyCounters,
  type Gauges,
  latenciesOf,
  type RecordedLatency,
  type SelfObservation,
  type Snapshot,
  STAGE_COUNTERS,
  type StageCounter,
  type StageGauges,
} from '../../metrics/snapshot.js';
import { encodeCounts, type SparseCounts } from '../../metrics/sparse-counts.js';
import { StageTallies, type StageTally } from './stage-tally.js';

/** What a snapshot says beside what was counted. */
export interface Observed extends Pick<Snapshot, 'workerIndex' | 'phase' | 'second' | 'stage' | 'people'> {
  readonly gauges: Gauges;
  /** Of every stage; empty where there is nothing to say of them. */
  readonly stageGauges: readonly StageGauges[];
  readonly self: SelfObservation;
}

/** Where the failures of some users are counted for themselves, beside those of all. */
export interface FailureCount {
  errors: number;
}

/** Phases in which failures and refusals are those of a stage. */
const OF_STAGES: ReadonlySet<PhaseName> = new Set<PhaseName>(['flood', 'drain']);

/** What one worker counts between two snapshots. What is counted of messages and of copies is counted by stage, and nowhere else. */
export class Tally {
  /** What belongs to no stage. */
  readonly counters: Omit<Counters, StageCounter> = emptyCounters();
  readonly stages: StageTallies;
  phase: PhaseName = 'register';
  #errors: ErrorCounts = {};
  readonly #reasons = new ReasonTable();
  readonly #originUs: number;

  /** @param originUs zero of the marks' times, on the machine's monotonic clock */
  constructor(stages: readonly Stage[] = [], originUs = 0) {
    this.stages = new StageTallies(stages);
    this.#originUs = originUs;
  }

  /** What is counted of the stage that goes on now. */
  now(): StageTally {
    return this.stages.at(nowUs() - this.#originUs);
  }

  /**
   * Counts a failure.
   * @param said why it failed, in the server's own words, where it gave a reason: a text, a code, or both
   * @param at where it is counted, too
   */
  fail(kind: ErrorKind, said?: string, at?: FailureCount): void {
    if (at !== undefined) at.errors++;
    this.#errors[kind] = (this.#errors[kind] ?? 0) + 1;
    if (OF_STAGES.has(this.phase)) this.now().fail(kind);
    if (said !== undefined && said !== '') this.#reasons.count(kind, said);
  }

  /** Every counter since the last {@link take}. */
  get counted(): Counters {
    const counters = { ...emptyCounters(), ...this.counters };
    for (const name of STAGE_COUNTERS) for (const stage of this.stages.active()) counters[name] += stage.counters[name];
    return counters;
  }

  /** Everything counted since the last call. */
  take({ stageGauges, ...observed }: Observed): Snapshot {
    const snapshot: Snapshot = {
      ...observed,
      counters: this.counted,
      errors: this.#errors,
      reasons: this.#reasons.take(),
      latency: latenciesOf((name) => this.#sumLatency(name)),
      stages: this.stages.take(stageGauges),
    };
    Object.assign(this.counters, emptyCounters());
    this.#errors = {};
    return snapshot;
  }

  #sumLatency(name: RecordedLatency): SparseCounts {
    const [first, ...others] = [...this.stages.active()].map(({ latency }) => latency[name]);
    if (first !== undefined && others.length === 0) return encodeCounts(first);
    return encodeCounts(mergeCounters(first === undefined ? [] : [first, ...others]));
  }
}
