import type { ExitCode } from '../../core/exit-codes.js';
import type { RunPlan } from '../../core/plan.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';
import { buildReport } from '../../report/build-report.js';
import { STDOUT } from '../../report/out-spec.js';
import { writeOutputs } from '../../report/output.js';
import type { Report } from '../../report/report-types.js';
import type { Palette } from '../colours.js';
import { exitCodeOf } from '../exit-code.js';
import { type Io, say, widthOf, writeData } from '../io.js';
import { summaryLines } from '../summary/summary.js';
import { hostInfo, toolInfo } from '../tool.js';
import { type Order, reportPlanOf } from './order.js';

/** A run that has taken place, and whom to tell. */
export interface Finished {
  readonly order: Order;
  /** The plan with the target that was really used. */
  readonly plan: RunPlan;
  readonly outcome: RunOutcome;
  readonly isQuiet: boolean;
  readonly io: Io;
  readonly palette: Palette;
}

/** Writes the reports, shows the summary, and says what the run's exit code is. */
export async function finish({ order, plan, outcome, isQuiet, io, palette }: Finished): Promise<ExitCode> {
  const report = reportOf(order, plan, outcome);
  const failures = await writeOutputs(report, order.outputs, (text) => writeData(io.stdout, text));
  const failed = new Set(failures.map(({ path }) => path));
  const files = order.outputs.map(({ path }) => path).filter((path) => path !== STDOUT && !failed.has(path));
  if (!isQuiet) {
    say(io.stderr, '', ...summaryLines({ report, kind: order.kind, files, width: widthOf(io.stderr), palette }));
  }
  for (const { message } of failures) say(io.stderr, `${palette.bad('Error:')} ${message}`);
  return exitCodeOf({
    interruption: outcome.interruption,
    verdict: report.verdict.level,
    thresholdsHeld: report.thresholds.every(({ passed }) => passed),
    reportsWritten: failures.length === 0,
  });
}

function reportOf(order: Order, plan: RunPlan, outcome: RunOutcome): Report {
  const report = buildReport(outcome, {
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
  });
  if (outcome.interruption !== 'target-lost') return report;
  // A target that went away for good fails the run, whatever thresholds were asked for.
  const lost = { expression: 'connections>0', actual: 0, passed: false };
  return { ...report, thresholds: [...report.thresholds, lost] };
}
