import type { ErrorKind } from '../../core/error-kinds.js';
import { type Stage, seamsOf } from '../../core/stages.js';
import type { BucketCounter } from '../../metrics/bucket-counter.js';
import {
  type ErrorCounts,
  emptyLatencies,
  emptyStageCounters,
  emptyStageGauges,
  latenciesOf,
  type RecordedLatency,
  type StageCounter,
  type StageGauges,
  type StageSnapshot,
} from '../../metrics/snapshot.js';
import { encodeCounts } from '../../metrics/sparse-counts.js';

/** What a worker counts between two snapshots of the messages that are due in one stage. */
export class StageTally {
  /** Its place in the plan's stages. */
  stage: number;
  readonly counters: Record<StageCounter, number> = emptyStageCounters();
  readonly latency: Readonly<Record<RecordedLatency, BucketCounter>> = emptyLatencies();
  #errors: ErrorCounts = {};

  constructor(stage: number) {
    this.stage = stage;
  }

  /** Counts a failure. */
  fail(kind: ErrorKind): void {
    this.#errors[kind] = (this.#errors[kind] ?? 0) + 1;
  }

  /** Has anything been counted? */
  get isTouched(): boolean {
    return Object.values(this.counters).some((count) => count !== 0) || Object.keys(this.#errors).length > 0;
  }

  /** Everything counted since the last {@link reset}. */
  snapshot(gauges: StageGauges): StageSnapshot {
    return {
      stage: this.stage,
      counters: { ...this.counters },
      gauges,
      errors: this.#errors,
      latency: latenciesOf((name) => encodeCounts(this.latency[name])),
    };
  }

  reset(): void {
    Object.assign(this.counters, emptyStageCounters());
    this.#errors = {};
    for (const counter of Object.values(this.latency)) counter.reset();
  }
}

/**
 * The stages of a load: which one a moment belongs to, and what is counted of each. Messages come in the order in which they are
 * due, so that the stage of the one before is mostly that of the next.
 */
export class StageTallies {
  /** How many stages there are; 0 of a load that is the same all the time. */
  readonly count: number;
  /** Where each stage begins, microseconds since the flood began. */
  readonly #startsUs: readonly number[];
  /** By stage; those of which nothing was counted lately have none. */
  readonly #active: (StageTally | undefined)[] = [];
  readonly #spare: StageTally[] = [];
  /** What the stages' gauges said last. */
  readonly #lastGauges: StageGauges[];
  #offsetUs = 0;
  /** The stage that was asked for last, and from when to when it goes, microseconds since the run's origin. */
  #current = new StageTally(0);
  #fromUs = Number.POSITIVE_INFINITY;
  #untilUs = Number.NEGATIVE_INFINITY;

  constructor(stages: readonly Stage[]) {
    this.count = stages.length;
    const startsUs = seamsOf(stages).map((ms) => ms * 1000);
    this.#startsUs = this.count === 0 ? startsUs : startsUs.slice(0, -1);
    this.#lastGauges = stages.map(emptyStageGauges);
    this.#active[0] = this.#current;
  }

  /** The first stage begins. @param offsetUs microseconds since the run's origin */
  begin(offsetUs: number): void {
    this.#offsetUs = offsetUs;
    this.#fromUs = Number.POSITIVE_INFINITY;
    this.#untilUs = Number.NEGATIVE_INFINITY;
  }

  /** What is counted of the stage that goes on at `atUs`, microseconds since the run's origin; the last one goes on for ever. */
  at(atUs: number): StageTally {
    return atUs >= this.#fromUs && atUs < this.#untilUs ? this.#current : this.#find(atUs);
  }

  /** Those of which anything is active. */
  *active(): Generator<StageTally> {
    for (const tally of this.#active) if (tally !== undefined) yield tally;
  }

  /**
   * What is new of each stage since the last call; nothing of a load without stages.
   * @param gauges of all stages, where they are known
   */
  take(gauges: readonly StageGauges[]): StageSnapshot[] {
    if (this.count === 0) {
      this.#current.reset();
      return [];
    }
    const snapshots: StageSnapshot[] = [];
    for (let stage = 0; stage < this.count; stage++) {
      const tally = this.#active[stage];
      const gauge = gauges[stage] ?? emptyStageGauges();
      const isNew = tally?.isTouched === true || !isSame(gauge, this.#lastGauges[stage]);
      this.#lastGauges[stage] = gauge;
      if (isNew) snapshots.push((tally ?? this.#open(stage)).snapshot(gauge));
    }
    this.#rest();
    return snapshots;
  }

  /** Histograms of stages that are over serve the next ones. */
  #rest(): void {
    for (const [stage, tally] of this.#active.entries()) {
      if (tally === undefined) continue;
      if (!tally.isTouched && tally !== this.#current) {
        this.#active[stage] = undefined;
        this.#spare.push(tally);
      }
      tally.reset();
    }
  }

  #find(atUs: number): StageTally {
    const elapsedUs = atUs - this.#offsetUs;
    let stage = this.#startsUs.length - 1;
    while (stage > 0 && (this.#startsUs[stage] ?? 0) > elapsedUs) stage--;
    this.#fromUs = stage === 0 ? Number.NEGATIVE_INFINITY : this.#offsetUs + (this.#startsUs[stage] ?? 0);
    this.#untilUs = this.#offsetUs + (this.#startsUs[stage + 1] ?? Number.POSITIVE_INFINITY);
    this.#current = this.#active[stage] ?? this.#open(stage);
    return this.#current;
  }

  #open(stage: number): StageTally {
    const tally = this.#spare.pop() ?? new StageTally(stage);
    tally.stage = stage;
    this.#active[stage] = tally;
    return tally;
  }
}

function isSame(one: StageGauges, other: StageGauges | undefined): boolean {
  return (Object.keys(one) as (keyof StageGauges)[]).every((name) => one[name] === other?.[name]);
}
