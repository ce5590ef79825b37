import type { RunPlan } from '../../core/plan.js';
import { mergeAudits } from '../../metrics/audit.js';
import type { Collector } from '../../metrics/collector.js';
import { worstPlaces } from '../../metrics/places.js';
import type { CanaryOutcome, DeliverySums, Interruption, PhaseResult, RunOutcome } from '../../metrics/run-outcome.js';
import type { WorkerSummary } from '../messages.js';

/** With fewer connections the process grows by other things more than by them. */
const ENOUGH_CONNECTIONS = 500;

/** What the controller of a run knows at its end. */
export interface RunRecord {
  readonly plan: RunPlan;
  readonly address: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly durationMs: number;
  readonly floodStartedAt: string | null;
  readonly floodMs: number;
  readonly interruption: Interruption | null;
  readonly phases: readonly PhaseResult[];
  readonly fleet: Collector;
  readonly observers: Collector | undefined;
  readonly echo: boolean | null;
  /** One of each worker that could still give it. */
  readonly summaries: readonly WorkerSummary[];
  /** Fleet workers whose summary is missing. */
  readonly silentWorkers: number;
  readonly canarySummary: WorkerSummary | undefined;
  readonly openAtEnd: number;
  readonly cpuSeconds: number;
  readonly peakRssBytes: number;
  readonly connectGrowthBytes: number;
  readonly findings: readonly string[];
}

/** Everything that the run measured, added up. */
export function buildOutcome(record: RunRecord): RunOutcome {
  const { fleet, summaries, plan } = record;
  const { counters } = fleet;
  const opened = record.phases.find(({ name }) => name === 'connect')?.succeeded ?? 0;
  return {
    startedAt: record.startedAt,
    endedAt: record.endedAt,
    durationMs: record.durationMs,
    floodStartedAt: record.floodStartedAt,
    floodMs: record.floodMs,
    address: record.address,
    interruption: record.interruption,
    phases: record.phases,
    counters,
    deliveries: deliveriesOf(record),
    rooms: summaries.flatMap(({ rooms }) => rooms),
    places: worstPlaces(summaries.flatMap(({ places }) => places)),
    latency: fleet.latency,
    timeline: timelineOf(record),
    intervals: fleet.intervals,
    errors: fleet.errors,
    connections: {
      asked: plan.users,
      opened,
      peak: fleet.peakConnections,
      lost: counters.connectionsLost,
      pings: counters.pings,
      reconnects: counters.reconnects,
      openAtEnd: record.openAtEnd,
    },
    workers: fleet.workers,
    peakRssBytes: record.peakRssBytes,
    bytesPerConnection: opened < ENOUGH_CONNECTIONS ? null : Math.max(0, record.connectGrowthBytes) / opened,
    cpuSeconds: record.cpuSeconds,
    unsentWritable: Math.max(0, counters.intended - counters.sent - counters.unsendable - fleet.gauges.backlog),
    canary: canaryOf(record),
    audit: mergeAudits(summaries.map(({ audit }) => audit)),
    findings: record.findings,
  };
}

/** From the rooms; of a worker that can no longer be asked, from its last snapshot. */
function deliveriesOf({ fleet, summaries, silentWorkers }: RunRecord): DeliverySums {
  const rooms = summaries.flatMap((summary) => summary.rooms);
  const { received, duplicated, reordered } = fleet.counters;
  const sum = (field: 'expected' | 'receiverGone'): number => rooms.reduce((total, room) => total + room[field], 0);
  const { expected, receiverGone } =
    silentWorkers === 0 ? { expected: sum('expected'), receiverGone: sum('receiverGone') } : fleet.gauges;
  return { expected, received, lost: expected - received - receiverGone, duplicated, reordered, receiverGone };
}

function timelineOf({ fleet, summaries }: RunRecord): RunOutcome['timeline'] {
  return fleet.timeline.map((row) => ({
    ...row,
    lost: summaries.reduce((sum, { lostBySecond }) => sum + (lostBySecond[row.second] ?? 0), 0),
  }));
}

function canaryOf({ observers, canarySummary, echo }: RunRecord): CanaryOutcome | null {
  const room = canarySummary?.rooms[0];
  if (observers === undefined || room === undefined || room.sent === 0) return null;
  const { expected, received, lost, sent } = room;
  return {
    sent,
    expected,
    received,
    lost,
    echoToSender: echo,
    echo: observers.latency.echo,
    fanout: observers.latency.fanout,
  };
}
