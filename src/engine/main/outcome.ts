import { sumsOf } from '../../core/numbers.js';
import { type RunPlan, targetsOf } from '../../core/plan.js';
import { mergeAudits } from '../../metrics/audit.js';
import { BucketCounter } from '../../metrics/bucket-counter.js';
import type { Collector } from '../../metrics/collector.js';
import { ENTRANCE_COUNTS } from '../../metrics/entrances.js';
import { countOf } from '../../metrics/latency-summary.js';
import {
  addDeliveries,
  canaryFrom,
  connectionsOpenedIn,
  type KnownOfRun,
  type LedgerSums,
  outcomeFrom,
} from '../../metrics/outcome-builder.js';
import { addPairs } from '../../metrics/pairs.js';
import { addPeople } from '../../metrics/people.js';
import { worstPlaces } from '../../metrics/places.js';
import type { EntranceOutcome, RunOutcome } from '../../metrics/run-outcome.js';
import { addEncodedCounts } from '../../metrics/sparse-counts.js';
import type { WorkerSummary } from '../messages.js';

/** With fewer connections the process grows by other things more than by them. */
const ENOUGH_CONNECTIONS = 500;

/** What the summaries of the workers tell. */
type Summarised =
  | 'ledger'
  | 'stageLedgers'
  | 'rooms'
  | 'entrances'
  | 'places'
  | 'pairs'
  | 'storms'
  | 'sessions'
  | 'slowReaders'
  | 'reads'
  | 'bytesPerConnection'
  | 'canary'
  | 'audit';

/** What the controller of a run knows at its end. */
export interface RunRecord extends Omit<KnownOfRun, Summarised> {
  readonly plan: RunPlan;
  readonly fleet: Collector;
  readonly observers: Collector | undefined;
  readonly echo: boolean | null;
  /** One of each worker that could still give it. */
  readonly summaries: readonly WorkerSummary[];
  /** Fleet workers whose summary is missing. */
  readonly silentWorkers: number;
  readonly canarySummary: WorkerSummary | undefined;
  readonly connectGrowthBytes: number;
}

/** Everything that the run measured, added up. */
export function buildOutcome(record: RunRecord): RunOutcome {
  const {
    plan,
    fleet,
    observers,
    echo: _,
    summaries,
    silentWorkers,
    canarySummary,
    connectGrowthBytes,
    ...known
  } = record;
  const rooms = summaries.flatMap((summary) => summary.rooms);
  const [canaryRoom] = canarySummary?.rooms ?? [];
  const opened = connectionsOpenedIn(known);
  const outcome = outcomeFrom(fleet, plan, {
    ...known,
    // Of a worker that can no longer be asked, its last snapshot tells the sums.
    ledger: silentWorkers === 0 ? addDeliveries(rooms) : fleet.gauges,
    stageLedgers: stageLedgersOf(record),
    rooms,
    entrances: entrancesOf(record),
    ...addPeople(plan, silentWorkers === 0 ? summaries : fleet.people),
    places: worstPlaces(summaries.flatMap(({ places }) => places)),
    pairs: addPairs(summaries.map(({ pairs }) => pairs)),
    bytesPerConnection: opened < ENOUGH_CONNECTIONS ? null : Math.max(0, connectGrowthBytes) / opened,
    canary:
      observers === undefined || canaryRoom === undefined
        ? null
        : canaryFrom(observers, canaryRoom, heard(record), plan.stages),
    audit: mergeAudits(summaries.map(({ audit }) => audit)),
  });
  const lostIn = (second: number): number =>
    summaries.reduce((sum, { lostBySecond }) => sum + (lostBySecond[second] ?? 0), 0);
  return { ...outcome, timeline: outcome.timeline.map((row) => ({ ...row, lost: lostIn(row.second) })) };
}

/** Every entrance, all workers together; of workers that did not give their account, nothing is known of theirs. */
function entrancesOf({ plan, summaries }: RunRecord): EntranceOutcome[] {
  if (plan.otherTargets.length === 0) return [];
  return targetsOf(plan).map((target, index) => {
    const parts = summaries.flatMap(({ entrances }) => entrances[index] ?? []);
    const latency = new BucketCounter();
    for (const part of parts) addEncodedCounts(latency, part.latency);
    return { target, ...sumsOf(parts, ENTRANCE_COUNTS), latency };
  });
}

/** Of every stage, as {@link RunRecord.fleet} or the summaries tell it. */
function stageLedgersOf({ plan, fleet, summaries, silentWorkers }: RunRecord): LedgerSums[] {
  return plan.stages.map((_stage, index) => {
    const parts = summaries.flatMap(({ stages }) => stages[index] ?? []);
    return silentWorkers === 0
      ? sumsOf(parts, ['expected', 'receiverGone', 'unconfirmed'])
      : fleet.stageTotals(index).gauges;
  });
}

/** Does the server echo? What nobody found out before the flood may have been seen in the end. */
function heard({ echo, observers }: RunRecord): boolean | null {
  return echo ?? (observers !== undefined && countOf(observers.latency.echo) > 0 ? true : null);
}
