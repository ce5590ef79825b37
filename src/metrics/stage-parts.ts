import { sumOf } from '../core/numbers.js';
import { keysOf } from '../core/records.js';
import { NO_PAIRS } from './pairs.js';
import type { DeliverySums, RunOutcome, StageOutcome, TimelineSecond } from './run-outcome.js';
import type { ServerOutcome } from './server-samples.js';
import { type ErrorCounts, emptyCounters, STAGE_COUNTERS } from './snapshot.js';

/** When a stage went on, milliseconds since the flood began. */
type Span = Pick<StageOutcome, 'startMs' | 'durationMs'>;

/** Seconds by their number. */
type Second = Pick<TimelineSecond, 'second'>;

/**
 * What results are computed from: the outcome without what was due in stages that are not measured. Latencies and what the workers
 * saw of themselves are of measured stages alone already; what belongs to no stage is of the whole run.
 */
export function measuredPart(outcome: RunOutcome): RunOutcome {
  const unmeasured = outcome.stages.filter(({ measured }) => !measured);
  if (unmeasured.length === 0) return outcome;
  const counters = { ...outcome.counters };
  for (const stage of unmeasured) {
    for (const name of STAGE_COUNTERS) counters[name] -= stage.counters[name];
    counters.operations -= stage.counters.sent;
  }
  return {
    ...outcome,
    counters,
    deliveries: withoutDeliveries(outcome.deliveries, unmeasured),
    errors: withoutErrors(outcome.errors, unmeasured),
    floodMs: outcome.floodMs - sumOf(unmeasured.map(({ durationMs }) => durationMs)),
    server: serverWith(outcome.server, (samples) => outsideOf(unmeasured, samples)),
    timeline: outsideOf(unmeasured, outcome.timeline),
    intervals: outsideOf(unmeasured, outcome.intervals),
    unsentWritable: outcome.unsentWritable - sumOf(unmeasured.map(({ unsentWritable }) => unsentWritable)),
  };
}

/** What was due in one stage, as an outcome of its own; what belongs to no stage is left out. */
export function stagePart(outcome: RunOutcome, stage: StageOutcome): RunOutcome {
  const { counters, deliveries, latency, errors, workers, unsentWritable } = stage;
  return {
    ...outcome,
    counters: { ...emptyCounters(), ...counters, operations: counters.sent },
    deliveries,
    latency,
    errors,
    floodMs: stage.durationMs,
    server: serverWith(outcome.server, (samples) => inside(stage, samples)),
    timeline: inside(stage, outcome.timeline),
    intervals: inside(stage, outcome.intervals),
    workers,
    unsentWritable,
    reasons: [],
    rooms: [],
    places: [],
    pairs: NO_PAIRS,
    reads: null,
    canary: null,
    audit: null,
    stages: [],
  };
}

/** The seconds that begin in a stage. */
export function inside<T extends Second>(stage: Span, seconds: readonly T[]): T[] {
  return seconds.filter(({ second }) => isInside(stage, second));
}

/** The seconds that begin in none of these stages. */
export function outsideOf<T extends Second>(stages: readonly Span[], seconds: readonly T[]): T[] {
  return seconds.filter(({ second }) => !stages.some((stage) => isInside(stage, second)));
}

/** The server in some of its seconds. */
function serverWith(
  server: ServerOutcome | null,
  some: (samples: ServerOutcome['samples']) => ServerOutcome['samples'],
): ServerOutcome | null {
  return server === null ? null : { ...server, samples: some(server.samples) };
}

/** Does a second begin in a stage? */
export function isInside({ startMs, durationMs }: Span, second: number): boolean {
  return second * 1000 >= startMs && second * 1000 < startMs + durationMs;
}

function withoutDeliveries(all: DeliverySums, unmeasured: readonly StageOutcome[]): DeliverySums {
  const rest = { ...all };
  for (const { deliveries } of unmeasured) for (const name of keysOf(deliveries)) rest[name] -= deliveries[name];
  return rest;
}

function withoutErrors(all: Readonly<ErrorCounts>, unmeasured: readonly StageOutcome[]): ErrorCounts {
  const rest = { ...all };
  for (const { errors } of unmeasured) {
    for (const kind of keysOf(errors)) rest[kind] = (rest[kind] ?? 0) - (errors[kind] ?? 0);
  }
  return rest;
}
