import { orProblem, type Problem } from '../../core/errors.js';
import { EXIT, type ExitCode } from '../../core/exit-codes.js';
import { stageFactsOf } from '../../judgement/stage-facts.js';
import {
  evaluateThresholds,
  readThreshold,
  parseThresholds,
  type ThresholdResult,
} from '../../judgement/thresholds.js';
import { deliveryOf } from '../../metrics/latency-summary.js';
import { measuredPart } from '../../metrics/stage-parts.js';
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
  /** Expressions of `--fail-on`. */
  readonly thresholds: readonly string[];
  readonly isQuiet: boolean;
  /** Everything that is wrong with the command line so far. */
  readonly problems: readonly Problem[];
}

/** Reads and checks the flags that such commands share. */
export async function readReportCall({ flags, strays }: CommandCall): Promise<ReportCall> {
  const values = toFlagValues(flags);
  const { outputs, problems } = await readReportOutputs(values);
  const wrong: Problem[] = [];
  const thresholds = textsOf(flags, 'failOn');
  // Which stages there are is known when the report is read.
  for (const text of thresholds.filter((one) => !one.includes('@')))
    orProblem(readThreshold(text), OPTIONS.failOn.flag, wrong);
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
    await (await import('../ci/tell.js')).tellOfRun(judged, { failures }, io, palette);
  if (failures.length > 0) return EXIT.fault;
  return asked.every(({ passed }) => passed) ? EXIT.ok : EXIT.thresholdFailed;
}

/** @throws UsageError when one names a stage that the report has not */
function judge(report: Report, expressions: readonly string[]): ThresholdResult[] {
  if (expressions.length === 0) return [];
  const stages = report.stages.map(({ name }) => name);
  const thresholds = parseThresholds(expressions, OPTIONS.failOn.flag, stages);
  const outcome = outcomeOf(report);
  const { echo, fanout } = outcome.latency;
  const usersAsked = report.plan.users;
  const facts = { outcome: measuredPart(outcome), delivery: deliveryOf(echo, fanout), usersAsked };
  return evaluateThresholds(thresholds, facts, stageFactsOf(outcome, usersAsked));
}
