import type { CapacityReport } from '../report/capacity-report.js';

/** A format of `capacity --out`. A new one is a file with one of these and a line in `index.ts`. */
export interface CapacityFormat {
  /** As `--out` names it. */
  readonly format: string;
  /** A file's extension that means it. */
  readonly extension: string;
  render(report: CapacityReport): string;
}
