import type { Problem } from '../../core/errors.js';
import { EXIT, type ExitCode } from '../../core/exit-codes.js';
import {
  checkThreshold,
  evaluateThresholds,
  parseThresholds,
  type ThresholdResult,
} from '../../judgement/thresholds.js';
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
  readonly thresholds: readonly string[];
  readonly isQuiet: boolean;
  /** Everything that is wrong with the command line so far. */
  readonly problems: readonly Problem[];
}

/** Reads and checks the flags that such commands share. */
export async function readReportCall({ flags, strays }: CommandCall): Promise<ReportCall> {
  const values = toFlagValues(flags);
  const { outputs, problems } = await readReportOutputs(values);
  const thresholds = textsOf(flags, 'failOn');
  const wrong = thresholds.flatMap((expression): Problem[] => {
    const message = checkThreshold(expression);
    return message === undefined ? [] : [{ where: OPTIONS.failOn.flag, message }];
  });
  return { outputs, thresholds, isQuiet: values.quiet === true, problems: [...strays, ...wrong, ...problems] };
}

/**
 * Shows a report. To show is not to run: only a report that cannot be written and a threshold that was asked for here make it
 * fail, whatever the run itself ended with.
 */
export async function showReport(
  report: Report,
  { outputs, thresholds, isQuiet }: ReportCall,
  { io, palette }: CommandCall,
): Promise<ExitCode> {
  const asked = judge(report, thresholds);
  const before = report.thresholds.filter(({ expression }) => !thresholds.includes(expression));
  const judged: Report = thresholds.length === 0 ? report : { ...report, thresholds: [...before, ...asked] };
  const failures = await present({ report: judged, outputs, failures: [], isQuiet, io, palette });
  // Whoever only wants another format has been told by the run already.
  if (asked.length > 0 && hasGitHub(io.env))
    await (await import('../ci/tell.js')).tellOfRun(judged, failures, io, palette);
  if (failures.length > 0) return EXIT.fault;
  return asked.every(({ passed }) => passed) ? EXIT.ok : EXIT.thresholdFailed;
}

function judge(report: Report, thresholds: readonly string[]): ThresholdResult[] {
  if (thresholds.length === 0) return [];
  const facts = { outcome: outcomeOf(report), usersAsked: report.plan.users };
  return evaluateThresholds(parseThresholds(thresholds, OPTIONS.failOn.flag), facts);
}
