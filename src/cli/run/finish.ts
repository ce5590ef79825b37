import type { ErrorKind } from '../../core/error-kinds.js';
import type { ExitCode } from '../../core/exit-codes.js';
import { inEnglish } from '../../core/language/words.js';
import { hasFailedForCertain } from '../../judgement/thresholds.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';
import { buildReport, type ReportContext } from '../../report/build-report.js';
import { hasGitHub } from '../ci/workflow-commands.js';
import type { Palette } from '../colours.js';
import { exitCodeOf } from '../exit-code.js';
import { type Io, say, widthOf } from '../io.js';
import { present } from '../present.js';
import { warningLines } from '../text.js';
import type { Audience } from './audience.js';
import { besideBaseline, regressedForCertain, regressionsHeld, whatIsNotCompared } from './baseline.js';
import type { RunOrder } from './order.js';

/** A run that has taken place, and whom to tell. */
export interface Finished {
  readonly order: RunOrder;
  /** The report's context as it was before the run. */
  readonly context: ReportContext;
  readonly outcome: RunOutcome;
  /** The display and the watchers of the run. */
  readonly audience: Audience;
  readonly isQuiet: boolean;
  readonly io: Io;
  readonly palette: Palette;
}

/** Gives the report to the watchers, writes it, shows the summary, and says what the run's exit code is. */
export async function finish(finished: Finished): Promise<ExitCode> {
  const { order, context, outcome, audience, isQuiet, io, palette } = finished;
  const { baseline } = order;
  const whole = withShortages(outcome, audience.shortages);
  const report = await besideBaseline(buildReport(whole, { ...context, alerts: audience.alerts }), baseline);
  await audience.end(report);
  const failures = await present({ report, outputs: order.outputs, failures: audience.failures, isQuiet, io, palette });
  const notCompared = baseline === undefined ? undefined : whatIsNotCompared(report, baseline);
  if (!isQuiet && notCompared !== undefined)
    say(io.stderr, ...warningLines(io.words.say(notCompared), widthOf(io.stderr), palette));
  if (hasGitHub(io.env)) {
    const { tellOfRun } = await import('../ci/tell.js');
    await tellOfRun(
      report,
      { failures, notCompared: notCompared === undefined ? undefined : inEnglish(notCompared) },
      io,
      palette,
    );
  }
  return exitCodeOf({
    interruption: outcome.interruption,
    verdict: report.verdict.level,
    thresholdsHeld: report.thresholds.every(({ passed }) => passed) && regressionsHeld(report),
    certainThresholdsHeld: !report.thresholds.some(hasFailedForCertain) && !(await regressedForCertain(report)),
    reportsWritten: failures.length === 0,
  });
}

/** The run with what this process ran short of beside it, each an operation that failed. */
function withShortages(outcome: RunOutcome, shortages: readonly ErrorKind[]): RunOutcome {
  const errors = { ...outcome.errors };
  for (const kind of shortages) errors[kind] = (errors[kind] ?? 0) + 1;
  const counters = { ...outcome.counters, operations: outcome.counters.operations + shortages.length };
  return { ...outcome, errors, counters };
}
