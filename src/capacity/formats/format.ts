import type { Wording } from '../../core/language/words.js';
import type { CapacityReport } from '../report/capacity-report.js';

/** A format of `capacity --out`. A new one is a file with one of these and a line in `index.ts`. */
export interface CapacityFormat {
  /** As `--out` names it. */
  readonly format: string;
  /** A file's extension that means it. */
  readonly extension: string;
  /** @param words of what is for people; in English without. What machines read is the same in every language. */
  render(report: CapacityReport, words?: Wording): string;
}
