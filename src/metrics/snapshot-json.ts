import { isJsonObject } from '../core/json.js';
import { PHASES } from '../core/phases.js';
import {
  emptyCounters,
  emptyGauges,
  type ErrorCounts,
  RECORDED_LATENCIES,
  type RecordedLatency,
  type SelfObservation,
  type Snapshot,
} from './snapshot.js';
import type { SparseCounts } from './sparse-counts.js';

/** A snapshot whose counted values are base64, so that it fits into a line of text. */
export type SnapshotJson = Omit<Snapshot, 'latency' | 'self'> & {
  readonly latency: Readonly<Record<RecordedLatency, string>>;
  readonly self: Readonly<Record<keyof SelfObservation, number | string>>;
};

/** Sparse counts as text. */
export function countsToText(counts: SparseCounts): string {
  return Buffer.from(counts.buffer, counts.byteOffset, counts.byteLength).toString('base64');
}

/** The inverse of {@link countsToText}. */
export function countsFromText(text: string): SparseCounts {
  return Uint8Array.from(Buffer.from(text, 'base64'));
}

/** A snapshot as it stands in a record. */
export function snapshotToJson({ latency, self, ...rest }: Snapshot): SnapshotJson {
  const { echo, fanout, serviceEcho, lastReceiver } = latency;
  return {
    ...rest,
    latency: {
      echo: countsToText(echo),
      fanout: countsToText(fanout),
      serviceEcho: countsToText(serviceEcho),
      lastReceiver: countsToText(lastReceiver),
    },
    self: {
      ...self,
      eventLoopDelay: countsToText(self.eventLoopDelay),
      scheduleSlip: countsToText(self.scheduleSlip),
    },
  };
}

/** Reads a snapshot from a record; a number that is not there is 0, or undefined when it is none at all. */
export function snapshotFromJson(json: unknown): Snapshot | undefined {
  if (!isJsonObject(json)) return undefined;
  const { workerIndex, second, latency, self } = json;
  const phase = PHASES.find((name) => name === json['phase']);
  const areNumbers = Number.isInteger(workerIndex) && Number.isInteger(second);
  if (phase === undefined || !areNumbers || !isJsonObject(latency) || !isJsonObject(self)) return undefined;
  return {
    workerIndex: Number(workerIndex),
    phase,
    second: Number(second),
    counters: numbersLike(emptyCounters(), json['counters']),
    gauges: numbersLike(emptyGauges(), json['gauges']),
    errors: errorsOf(json['errors']),
    latency: latenciesOf(latency),
    self: selfOf(self),
  };
}

function numbersLike<T extends { [K in keyof T]: number }>(empty: T, json: unknown): T {
  const found = isJsonObject(json) ? json : {};
  for (const key of Object.keys(empty) as (keyof T & string)[]) empty[key] = numberAt(found, key) as T[typeof key];
  return empty;
}

function numberAt(json: Readonly<Record<string, unknown>>, key: string): number {
  const value = json[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function errorsOf(json: unknown): ErrorCounts {
  if (!isJsonObject(json)) return {};
  return Object.fromEntries(Object.keys(json).map((kind) => [kind, numberAt(json, kind)]));
}

function latenciesOf(json: Readonly<Record<string, unknown>>): Snapshot['latency'] {
  const entries = RECORDED_LATENCIES.map((name) => [name, countsAt(json, name)] as const);
  return Object.fromEntries(entries) as Record<RecordedLatency, SparseCounts>;
}

function countsAt(json: Readonly<Record<string, unknown>>, key: string): SparseCounts {
  const text = json[key];
  return typeof text === 'string' ? countsFromText(text) : new Uint8Array();
}

function selfOf(json: Readonly<Record<string, unknown>>): SelfObservation {
  return {
    observedMs: numberAt(json, 'observedMs'),
    cpuShare: numberAt(json, 'cpuShare'),
    cpuWaitShare: numberAt(json, 'cpuWaitShare'),
    gcShare: numberAt(json, 'gcShare'),
    eventLoopDelay: countsAt(json, 'eventLoopDelay'),
    scheduleSlip: countsAt(json, 'scheduleSlip'),
  };
}
