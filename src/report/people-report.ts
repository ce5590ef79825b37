import type { RunOutcome } from '../metrics/run-outcome.js';
import { readsReport } from './reads-report.js';
import type { Report } from './report-types.js';
import { slowReaderReport } from './slow-reader-report.js';
import { stormReport } from './storm-report.js';

/** What people did by plan while the load went on, as the report tells of it. */
export function peopleReport({
  storms,
  slowReaders,
  reads,
}: Pick<RunOutcome, 'storms' | 'slowReaders' | 'reads'>): Pick<Report, 'storms' | 'slowReaders' | 'reads'> {
  return {
    storms: storms.map(stormReport),
    slowReaders: slowReaders === null ? null : slowReaderReport(slowReaders),
    reads: reads === null ? null : readsReport(reads),
  };
}
