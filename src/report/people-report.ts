import type { BucketCounter } from '../metrics/bucket-counter.js';
import type { RunOutcome } from '../metrics/run-outcome.js';
import { readsOf, readsReport } from './reads-report.js';
import type { Report } from './report-types.js';
import { sessionReport, sessionsOf } from './session-report.js';
import { slowReaderReport, slowReadersOf } from './slow-reader-report.js';
import { stormOf, stormReport } from './storm-report.js';

/** What reports say of what people did by plan while the load went on, and what was read beside it. */
type People = 'storms' | 'sessions' | 'slowReaders' | 'reads';

/** What people did by plan while the load went on, as the report tells of it. */
export function peopleReport({ storms, sessions, slowReaders, reads }: Pick<RunOutcome, People>): Pick<Report, People> {
  return {
    storms: storms.map(stormReport),
    sessions: sessions === null ? null : sessionReport(sessions),
    slowReaders: slowReaders === null ? null : slowReaderReport(slowReaders),
    reads: reads === null ? null : readsReport(reads),
  };
}

/** What a {@link peopleReport} was made of. @param decode makes a counter of a histogram, whose place is told */
export function peopleOf(
  { storms, sessions, slowReaders, reads }: Pick<Report, People>,
  decode: (histogram: string, place: string) => BucketCounter,
): Pick<RunOutcome, People> {
  return {
    storms: storms.map((storm, index) =>
      stormOf(storm, (histogram, name) => decode(histogram, `storms[${index}].histograms.${name}`)),
    ),
    sessions: sessions === null ? null : sessionsOf(sessions, (histogram) => decode(histogram, 'sessions.histogram')),
    slowReaders: slowReaders === null ? null : slowReadersOf(slowReaders),
    reads: reads === null ? null : readsOf(reads, (histogram, name) => decode(histogram, `reads.histograms.${name}`)),
  };
}
