import { isoOf } from '../../core/clock.js';
import { highestOf, sumOf, sumsOf } from '../../core/numbers.js';
import { PHASES } from '../../core/phases.js';
import { mergeAudits } from '../../metrics/audit.js';
import type { AuditOutcome } from '../../metrics/audit-outcome.js';
import { mergeEntrances } from '../../metrics/entrances.js';
import { mergeCounters } from '../../metrics/latency-summary.js';
import { addDeliveries } from '../../metrics/outcome-builder.js';
import { addPairs } from '../../metrics/pairs.js';
import { ReasonTable } from '../../metrics/reasons.js';
import type {
  AgentOutcome,
  CanaryOutcome,
  Interruption,
  PhaseResult,
  RunOutcome,
  StageOutcome,
  WorkerOutcome,
} from '../../metrics/run-outcome.js';
import { mergeReads } from '../../metrics/reads.js';
import { mergeSessions } from '../../metrics/sessions.js';
import { mergeSlowReaders } from '../../metrics/slow-readers.js';
import {
  addErrors,
  addNumbers,
  type ErrorCounts,
  emptyCounters,
  latenciesOf,
  STAGE_COUNTERS,
} from '../../metrics/snapshot.js';
import { mergeStorms } from '../../metrics/storms.js';
import { mergeAuditedRooms, mergePlaces, mergeRooms, shiftAudit } from './merge-rooms.js';
import { mergeServers } from './merge-servers.js';
import { mergeTimelines, offsetsOf } from './merge-timeline.js';

/** Joins texts that are not the same in all runs. */
const JOINT = ' + ';

/** The gravest first. */
const INTERRUPTIONS: readonly Interruption[] = [
  'worker-crashed',
  'agent-lost',
  'killed',
  'could-not-start',
  'target-lost',
  'SIGTERM',
  'SIGINT',
];

/**
 * Several runs as one: counts and histograms add up, and everything else is computed from these again; the order of the runs makes
 * no difference, and merging in steps gives what merging at once does. Rooms of one name are one room.
 * @param outcomes at least one
 */
export function mergeOutcomes(outcomes: readonly RunOutcome[]): RunOutcome {
  const counters = emptyCounters();
  const errors: ErrorCounts = {};
  const reasons = new ReasonTable();
  for (const outcome of outcomes) {
    addNumbers(counters, outcome.counters);
    addErrors(errors, outcome.errors);
    reasons.add(outcome.reasons);
  }
  const { timeline, intervals } = mergeTimelines(outcomes);
  const sumOver = (count: (outcome: RunOutcome) => number): number => sumOf(outcomes.map(count));
  return {
    ...timesOf(outcomes),
    address: joined(outcomes.map(({ address }) => address)),
    interruption: INTERRUPTIONS.find((kind) => outcomes.some(({ interruption }) => interruption === kind)) ?? null,
    phases: mergePhases(outcomes),
    counters,
    deliveries: addDeliveries(outcomes.map(({ deliveries }) => deliveries)),
    rooms: mergeRooms(outcomes),
    entrances: mergeEntrances(outcomes.map(({ entrances }) => entrances)),
    places: mergePlaces(outcomes),
    pairs: addPairs(outcomes.map(({ pairs }) => pairs)),
    latency: latenciesOf((name) => mergeCounters(outcomes.map(({ latency }) => latency[name]))),
    timeline,
    intervals,
    errors,
    reasons: reasons.all,
    connections: mergeConnections(outcomes, timeline),
    workers: mergeWorkers(outcomes),
    agents: outcomes.flatMap(({ agents }) => agents).toSorted(byName),
    stages: mergeStages(outcomes),
    storms: mergeStorms(outcomes.map(({ storms }) => storms)),
    sessions: mergeSessions(outcomes.map(({ sessions }) => sessions)),
    slowReaders: mergeSlowReaders(outcomes.map(({ slowReaders }) => slowReaders)),
    reads: mergeReads(outcomes.map(({ reads }) => reads)),
    peakRssBytes: Math.max(...outcomes.map(({ peakRssBytes }) => peakRssBytes)),
    bytesPerConnection: highestOf(outcomes.map(({ bytesPerConnection }) => bytesPerConnection)),
    cpuSeconds: sumOver(({ cpuSeconds }) => cpuSeconds),
    unsentWritable: sumOver(({ unsentWritable }) => unsentWritable),
    mark: commonOf(outcomes.map(({ mark }) => mark)),
    pacing: commonOf(outcomes.map(({ pacing }) => pacing)),
    firstMessages: sumOfKnown(outcomes.map(({ firstMessages }) => firstMessages)),
    canary: mergeCanaries(outcomes),
    noObserver: outcomes.find(({ noObserver }) => noObserver !== null)?.noObserver ?? null,
    audit: mergeAudit(outcomes),
    server: mergeServers(outcomes),
    findings: [...new Set(outcomes.flatMap(({ findings }) => findings))].toSorted(),
  };
}

/** What all have; null when they differ. */
function commonOf<T>(values: readonly (T | null)[]): T | null {
  const [first = null] = values;
  return values.every((value) => value === first) ? first : null;
}

/** The sum of those that are known; null without any. */
function sumOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : sumOf(known);
}

/** Texts that may differ, each once. */
export function joined(texts: readonly string[]): string {
  return [...new Set(texts.flatMap((text) => text.split(JOINT)))].toSorted().join(JOINT);
}

/** From the earliest beginning to the latest end, of the runs and of their floods. */
function timesOf(
  outcomes: readonly RunOutcome[],
): Pick<RunOutcome, 'startedAt' | 'endedAt' | 'durationMs' | 'floodStartedAt' | 'floodMs'> {
  const run = spanOf(outcomes.map(({ startedAt, durationMs }) => ({ startedAt, lengthMs: durationMs })));
  const flood = spanOf(
    outcomes.flatMap(({ floodStartedAt, floodMs }) =>
      floodStartedAt === null ? [] : [{ startedAt: floodStartedAt, lengthMs: floodMs }],
    ),
  );
  return {
    startedAt: isoOf(run?.startMs ?? 0),
    endedAt: isoOf(Math.max(...outcomes.map(({ endedAt }) => Date.parse(endedAt)))),
    durationMs: run?.lengthMs ?? 0,
    floodStartedAt: flood === undefined ? null : isoOf(flood.startMs),
    floodMs: flood?.lengthMs ?? 0,
  };
}

function spanOf(
  spans: readonly { readonly startedAt: string; readonly lengthMs: number }[],
): { readonly startMs: number; readonly lengthMs: number } | undefined {
  if (spans.length === 0) return undefined;
  const startMs = Math.min(...spans.map(({ startedAt }) => Date.parse(startedAt)));
  // Differences are added first: a sum with a time since 1970 would lose the microseconds.
  const lengthMs = Math.max(...spans.map((span) => Date.parse(span.startedAt) - startMs + span.lengthMs));
  return { startMs, lengthMs };
}

/** In the order of phases; as long as the longest. */
function mergePhases(outcomes: readonly RunOutcome[]): PhaseResult[] {
  return PHASES.flatMap((name): PhaseResult[] => {
    const parts = outcomes.flatMap(({ phases }) => phases.filter((phase) => phase.name === name));
    if (parts.length === 0) return [];
    return [
      {
        name,
        durationMs: Math.max(...parts.map(({ durationMs }) => durationMs)),
        ...sumsOf(parts, ['attempted', 'succeeded', 'failed']),
        latency: mergeCounters(parts.map(({ latency }) => latency)),
      },
    ];
  });
}

/** The peak is that of the merged seconds: peaks of runs at different times are no peak of all. */
function mergeConnections(
  outcomes: readonly RunOutcome[],
  timeline: RunOutcome['timeline'],
): RunOutcome['connections'] {
  let peak = 0;
  for (const { connections } of outcomes) peak = Math.max(peak, connections.peak);
  for (const { connections } of timeline) peak = Math.max(peak, connections);
  const sums = sumsOf(
    outcomes.map(({ connections }) => connections),
    ['asked', 'opened', 'lost', 'pings', 'reconnects', 'openAtEnd'],
  );
  return { ...sums, peak };
}

function mergeCanaries(outcomes: readonly RunOutcome[]): CanaryOutcome | null {
  const canaries = outcomes.flatMap(({ canary }) => (canary === null ? [] : [canary]));
  if (canaries.length === 0) return null;
  return {
    ...sumsOf(canaries, ['sent', 'expected', 'received', 'lost', 'refused']),
    echoToSender: commonOf(canaries.map((canary) => canary.echoToSender)),
    echo: mergeCounters(canaries.map(({ echo }) => echo)),
    fanout: mergeCounters(canaries.map(({ fanout }) => fanout)),
  };
}

function mergeAudit(outcomes: readonly RunOutcome[]): AuditOutcome | null {
  const offsets = offsetsOf(outcomes);
  const audit = mergeAudits(
    outcomes.map((outcome, index) => (outcome.audit === null ? null : shiftAudit(outcome.audit, offsets[index] ?? 0))),
  );
  return audit === null ? null : { ...audit, byRoom: mergeAuditedRooms(audit.byRoom) };
}

/** Stages of runs that have the same ones, each with what all of them had of it; none where they differ. */
function mergeStages(outcomes: readonly RunOutcome[]): StageOutcome[] {
  const [first, ...others] = outcomes;
  if (first === undefined || !others.every(({ stages }) => haveSameStages(stages, first.stages))) return [];
  return first.stages.map((stage, index): StageOutcome => {
    const parts = outcomes.flatMap(({ stages }) => stages[index] ?? []);
    const errors: ErrorCounts = {};
    for (const part of parts) addErrors(errors, part.errors);
    return {
      ...stage,
      durationMs: Math.max(...parts.map(({ durationMs }) => durationMs)),
      plannedFrom: sumOf(parts.map(({ plannedFrom }) => plannedFrom)),
      plannedTo: sumOf(parts.map(({ plannedTo }) => plannedTo)),
      counters: sumsOf(
        parts.map(({ counters }) => counters),
        STAGE_COUNTERS,
      ),
      deliveries: addDeliveries(parts.map(({ deliveries }) => deliveries)),
      latency: latenciesOf((name) => mergeCounters(parts.map(({ latency }) => latency[name]))),
      errors,
      workers: mergeWorkers(parts),
      unsentWritable: sumOf(parts.map(({ unsentWritable }) => unsentWritable)),
    };
  });
}

/** Do the runs go through the same stages, at whatever rates? */
function haveSameStages(one: readonly StageOutcome[], other: readonly StageOutcome[]): boolean {
  return seamsOf(one) === seamsOf(other);
}

function seamsOf(stages: readonly StageOutcome[]): string {
  return JSON.stringify(stages.map(({ name, startMs, measured }) => [name, startMs, measured]));
}

/** Workers of several machines have no common numbers: the busiest is first. */
function mergeWorkers(parts: readonly Pick<RunOutcome, 'workers'>[]): WorkerOutcome[] {
  return parts.flatMap(({ workers }) => workers).toSorted(byBusiness);
}

function byName(one: AgentOutcome, other: AgentOutcome): number {
  return one.name < other.name ? -1 : Number(one.name > other.name);
}

function byBusiness(one: WorkerOutcome, other: WorkerOutcome): number {
  return (
    other.cpuShare - one.cpuShare ||
    other.peakCpuShare - one.peakCpuShare ||
    other.cpuWaitShare - one.cpuWaitShare ||
    other.gcShare - one.gcShare
  );
}
