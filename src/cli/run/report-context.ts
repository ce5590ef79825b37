import type { RunPlan } from '../../core/plan.js';
import type { ReportContext } from '../../report/build-report.js';
import { hostInfo, toolInfo } from '../tool.js';
import type { RunOrder } from './order.js';
import { reportPlanOf } from './report-plan.js';

/** What the report says beside what was measured, as it is before the run. @param plan with the target that is really used */
export function reportContextOf(order: RunOrder, plan: RunPlan): ReportContext {
  return {
    tool: toolInfo(),
    host: hostInfo(),
    runId: plan.runId,
    preset: plan.preset,
    seed: plan.seed,
    target: plan.target,
    dialect: plan.dialect.name,
    command: order.command,
    plan: reportPlanOf(plan, order),
    thresholds: plan.thresholds,
    alerts: [],
  };
}
