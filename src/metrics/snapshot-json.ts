import type { ErrorName } from '../core/error-kinds.js';
import { isJsonObject } from '../core/json.js';
import { PHASES } from '../core/phases.js';
import { MOST_STAGES } from '../core/stages.js';
import { countsToText } from './counts-text.js';
import { FoundFields } from './found-fields.js';
import { type PeopleJson, peopleFromFields, peopleToJson } from './people-json.js';
import { MOST_REASONS_KEPT, type Reason } from './reasons.js';
import {
  type ErrorCounts,
  emptyCounters,
  emptyGauges,
  emptyStageCounters,
  emptyStageGauges,
  latenciesOf,
  type RecordedLatency,
  type SelfObservation,
  type Snapshot,
  type StageSnapshot,
} from './snapshot.js';

/** No run goes on for longer: plans have a day at most, and the phases around the flood a quarter of an hour each. */
export const MOST_SECONDS = 366 * 24 * 3600;

/** More workers than any run starts, few enough to keep the sums of each. */
const MOST_WORKERS = 4096;

/** A snapshot whose counted values are base64, so that it fits into a line of text. */
export type SnapshotJson = Omit<Snapshot, 'latency' | 'stages' | 'self' | 'people'> & {
  readonly latency: Readonly<Record<RecordedLatency, string>>;
  readonly stages: readonly StageSnapshotJson[];
  readonly self: Readonly<Record<keyof SelfObservation, number | string>>;
  readonly people?: PeopleJson;
};

/** The same for what of it is of one stage. */
export type StageSnapshotJson = Omit<StageSnapshot, 'latency'> & {
  readonly latency: Readonly<Record<RecordedLatency, string>>;
};

/** A snapshot as it stands in a record. */
export function snapshotToJson({ latency, stages, self, people, ...rest }: Snapshot): SnapshotJson {
  return {
    ...rest,
    latency: textsOf(latency),
    stages: stages.map((stage) => ({ ...stage, latency: textsOf(stage.latency) })),
    self: {
      ...self,
      eventLoopDelay: countsToText(self.eventLoopDelay),
      scheduleSlip: countsToText(self.scheduleSlip),
    },
    ...(people === undefined ? {} : { people: peopleToJson(people) }),
  };
}

function textsOf(latency: Snapshot['latency']): SnapshotJson['latency'] {
  return latenciesOf((name) => countsToText(latency[name]));
}

/**
 * Reads a snapshot from a record; a number that is not there is 0.
 * @returns the snapshot, or what is wrong with it, a part of a sentence
 */
export function snapshotFromJson(json: unknown): Snapshot | string {
  const incomplete = 'is a snapshot without its phase, second, worker, latency or self';
  if (!isJsonObject(json)) return incomplete;
  const phase = PHASES.find((name) => name === json['phase']);
  if (phase === undefined || !isJsonObject(json['latency']) || !isJsonObject(json['self'])) return incomplete;
  if (json['second'] === undefined || json['workerIndex'] === undefined) return incomplete;
  const fields = new FoundFields(json);
  const snapshot: Snapshot = {
    workerIndex: fields.integer('workerIndex', { min: -1, max: MOST_WORKERS - 1 }),
    phase,
    second: fields.integer('second', { min: -1, max: MOST_SECONDS }),
    counters: numbersLike(emptyCounters(), fields.within('counters'), 'count'),
    gauges: numbersLike(emptyGauges(), fields.within('gauges'), 'integer'),
    errors: errorsOf(fields.within('errors')),
    reasons: reasonsOf(fields.list('reasons', MOST_REASONS_KEPT)),
    latency: countsOf(fields.within('latency')),
    stages: fields.list('stages', MOST_STAGES).map(stageOf),
    // What is not there is 0, and a load without stages has no stage.
    stage: json['stage'] === undefined ? -1 : fields.integer('stage', { min: -1, max: MOST_STAGES - 1 }),
    self: selfOf(fields.within('self')),
    ...(json['people'] === undefined ? {} : { people: peopleFromFields(fields.within('people')) }),
  };
  return fields.problem ?? snapshot;
}

function numbersLike<T extends { [K in keyof T]: number }>(
  empty: T,
  fields: FoundFields,
  kind: 'count' | 'integer',
): T {
  for (const key of Object.keys(empty) as (keyof T & string)[]) empty[key] = fields[kind](key) as T[typeof key];
  return empty;
}

function stageOf(fields: FoundFields): StageSnapshot {
  return {
    stage: fields.count('stage', MOST_STAGES - 1),
    counters: numbersLike(emptyStageCounters(), fields.within('counters'), 'count'),
    gauges: numbersLike(emptyStageGauges(), fields.within('gauges'), 'integer'),
    errors: errorsOf(fields.within('errors')),
    latency: countsOf(fields.within('latency')),
  };
}

function errorsOf(fields: FoundFields): ErrorCounts {
  return Object.fromEntries(fields.names.map((kind) => [kind, fields.count(kind)]));
}

function reasonsOf(entries: readonly FoundFields[]): Reason[] {
  return entries.map((entry) => ({
    kind: entry.text('kind') as ErrorName,
    text: entry.text('text'),
    count: entry.count('count'),
  }));
}

function countsOf(fields: FoundFields): Snapshot['latency'] {
  return latenciesOf((name) => fields.counts(name));
}

function selfOf(fields: FoundFields): SelfObservation {
  return {
    observedMs: fields.amount('observedMs'),
    cpuShare: fields.amount('cpuShare'),
    cpuWaitShare: fields.amount('cpuWaitShare'),
    gcShare: fields.amount('gcShare'),
    eventLoopDelay: fields.counts('eventLoopDelay'),
    scheduleSlip: fields.counts('scheduleSlip'),
  };
}
