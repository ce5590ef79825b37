import type { CapacityReport } from '../../../capacity/report/capacity-report.js';
import { isTestersLimit } from '../../../capacity/vocabulary.js';
import { EXIT, type ExitCode } from '../../../core/exit-codes.js';
import { isGeneratorBroken } from '../../../metrics/run-outcome.js';

/** What ends a search with which code. @param reportsWritten was every output written? */
export function searchExitOf({ run, goals, plan, maxLoad }: CapacityReport, reportsWritten: boolean): ExitCode {
  if (!reportsWritten || isGeneratorBroken(run.interruptedBy)) return EXIT.fault;
  if (run.interruptedBy === 'could-not-start') return EXIT.couldNotStart;
  if (run.interruptedBy === 'SIGINT') return EXIT.sigint;
  if (run.interruptedBy === 'SIGTERM') return EXIT.sigterm;
  if (run.interruptedBy === 'target-lost') return EXIT.thresholdFailed;
  const { atLeast } = plan;
  const short = atLeast === null ? [] : goals.filter(({ lowerBound }) => (lowerBound ?? 0) < atLeast);
  if (short.length === 0) return EXIT.ok;
  return short.every(({ why }) => isTestersLimit(why, maxLoad.why)) ? EXIT.invalid : EXIT.thresholdFailed;
}
