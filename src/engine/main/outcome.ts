import type { RunPlan } from '../../core/plan.js';
import { mergeAudits } from '../../metrics/audit.js';
import type { Collector } from '../../metrics/collector.js';
import {
  addDeliveries,
  canaryFrom,
  connectionsOpenedIn,
  type KnownOfRun,
  outcomeFrom,
} from '../../metrics/outcome-builder.js';
import { worstPlaces } from '../../metrics/places.js';
import type { CanaryOutcome, RunOutcome } from '../../metrics/run-outcome.js';
import type { WorkerSummary } from '../messages.js';

/** With fewer connections the process grows by other things more than by them. */
const ENOUGH_CONNECTIONS = 500;

/** What the summaries of the workers tell. */
type Summarised = 'ledger' | 'rooms' | 'places' | 'bytesPerConnection' | 'canary' | 'audit';

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
  const { plan, fleet, observers, echo, summaries, silentWorkers, canarySummary, connectGrowthBytes, ...known } =
    record;
  const opened = connectionsOpenedIn(known);
  const outcome = outcomeFrom(fleet, plan, {
    ...known,
    ledger: ledgerOf(record),
    rooms: summaries.flatMap(({ rooms }) => rooms),
    places: worstPlaces(summaries.flatMap(({ places }) => places)),
    bytesPerConnection: opened < ENOUGH_CONNECTIONS ? null : Math.max(0, connectGrowthBytes) / opened,
    canary: canaryOf(record),
    audit: mergeAudits(summaries.map(({ audit }) => audit)),
  });
  const lostIn = (second: number): number =>
    summaries.reduce((sum, { lostBySecond }) => sum + (lostBySecond[second] ?? 0), 0);
  return { ...outcome, timeline: outcome.timeline.map((row) => ({ ...row, lost: lostIn(row.second) })) };
}

/** From the rooms; of a worker that can no longer be asked, from its last snapshot. */
function ledgerOf({ fleet, summaries, silentWorkers }: RunRecord): KnownOfRun['ledger'] {
  return silentWorkers === 0 ? addDeliveries(summaries.flatMap(({ rooms }) => rooms)) : fleet.gauges;
}

function canaryOf({ observers, canarySummary, echo }: RunRecord): CanaryOutcome | null {
  const [room] = canarySummary?.rooms ?? [];
  return observers === undefined || room === undefined ? null : canaryFrom(observers, room, echo);
}
