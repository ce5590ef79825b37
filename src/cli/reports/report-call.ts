import { orProblem, type Problem } from '../../core/errors.js';
import { EXIT, type ExitCode } from '../../core/exit-codes.js';
import {
  evaluateThresholds,
  parseThreshold,
  type Threshold,
  type ThresholdResult,
} from '../../judgement/thresholds.js';
import { deliveryOf } from '../../metrics/latency-summary.js';
import type { OutSpec } from '../../report/out-spec.js';
import { outcomeOf } from '../../report/outcome-of.js';
import type { Report } from '../../report/report-types.js';
import { OPTIONS } from '../../scenario/options.js';
import { hasGitHub } from '../ci/workflow-commands.js';
import type { CommandCall } from '../commands/command.js';
import { textsOf, toFlagValues } from '../flags.js';
import { readReportOutputs } from '../out-flags.js';
import { present } from '../present.js';

/** What a command that shows a report was asked for. */
export interface ReportCall {
  readonly outputs: readonly OutSpec[];
  /** Thresholds of `--fail-on`. */
  readonly thresholds: readonly Threshold[];
  readonly isQuiet: boolean;
  /** Everything that is wrong with the command line so far. */
  readonly problems: readonly Problem[];
}

/** Reads and checks the flags that such commands share. */
export async function readReportCall({ flags, strays }: CommandCall): Promise<ReportCall> {
  const values = toFlagValues(flags);
  const { outputs, problems } = await readReportOutputs(values);
  const wrong: Problem[] = [];
  const thresholds = textsOf(flags, 'failOn').flatMap((text) =>
    orProblem(parseThreshold(text), OPTIONS.failOn.flag, wrong),
  );
  return { outputs, thresholds, isQuiet: values.quiet === true, problems: [...strays, ...wrong, ...problems] };
}

/**
 * Shows a report. A report that cannot be written and a threshold that was asked for here make it fail. What the run itself
 * ended with does not.
 */
export async function showReport(
  report: Report,
  { outputs, thresholds, isQuiet }: ReportCall,
  { io, palette }: CommandCall,
): Promise<ExitCode> {
  const asked = judge(report, thresholds);
  const before = report.thresholds.filter((one) => asked.every(({ expression }) => expression !== one.expression));
  const judged: Report = thresholds.length === 0 ? report : { ...report, thresholds: [...before, ...asked] };
  const failures = await present({ report: judged, outputs, failures: [], isQuiet, io, palette });
  // Without new thresholds there is nothing to tell that the run itself has not told already.
  if (asked.length > 0 && hasGitHub(io.env))
    await (await import('../ci/tell.js')).tellOfRun(judged, failures, io, palette);
  if (failures.length > 0) return EXIT.fault;
  return asked.every(({ passed }) => passed) ? EXIT.ok : EXIT.thresholdFailed;
}

function judge(report: Report, thresholds: readonly Threshold[]): ThresholdResult[] {
  if (thresholds.length === 0) return [];
  const outcome = outcomeOf(report);
  const { echo, fanout } = outcome.latency;
  return evaluateThresholds(thresholds, { outcome, delivery: deliveryOf(echo, fanout), usersAsked: report.plan.users });
}
