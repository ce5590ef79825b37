import type { JsonValue } from '../../core/json.js';
import type { RunPlan } from '../../core/plan.js';
import type { ReportPlan } from '../../report/report-types.js';
import { planToJson } from '../../scenario/plan-json.js';
import type { RunOrder } from './order.js';

/** The plan as reports and `--dry-run --json` show it, and as `--scenario` reads it back. */
export function reportPlanOf(
  plan: RunPlan,
  { estimate, scenario }: Pick<RunOrder, 'estimate' | 'scenario'>,
): ReportPlan {
  const { workers, warnings: _, ...arithmetic } = estimate;
  // Both are plain data all the way down, which the type of a plan does not say.
  const json = planToJson(plan) as unknown as { readonly [field: string]: JsonValue };
  return {
    ...json,
    users: plan.users,
    rooms: plan.rooms,
    roomSize: json['roomSize'] ?? null,
    durationMs: plan.durationMs,
    rate: plan.messagesPerSecond,
    workers: plan.workers,
    workersStarted: workers,
    embedded: scenario.embedded,
    ...arithmetic,
  };
}
