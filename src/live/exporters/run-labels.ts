import type { ReportContext } from '../../report/build-report.js';

/** What every series of a run carries. Each run has its own, so that a run's counters begin at 0 and no two runs are added up. */
export interface RunLabels {
  readonly run_id: string;
  /** Empty where no preset was used. */
  readonly preset: string;
  readonly kind: 'run' | 'connect';
}

/** The labels of the run that a report will be about. */
export function runLabelsOf({ runId, preset, plan }: ReportContext): RunLabels {
  return { run_id: runId, preset: preset ?? '', kind: plan['kind'] === 'connect' ? 'connect' : 'run' };
}
