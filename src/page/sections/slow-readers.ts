import { count, moment, percent, span } from '#page/format.js';
import type { Section } from '#page/section.js';
import { type CountColumn, countTable } from '#page/sections/count-table.js';
import type { SlowReaderReport } from '../../report/report-types.js';

const COLUMNS: readonly CountColumn<SlowReaderReport>[] = [
  { label: 'of the users', text: ({ share }) => percent(share), isSpare: true },
  { label: 'for', text: ({ durationMs }) => span(durationMs), isSpare: true },
  { label: 'users', text: ({ users }) => count(users) },
  { label: 'cut', text: ({ cut }) => count(cut), tone: ({ cut }) => (cut > 0 ? 'bad' : undefined) },
  { label: 'back', text: ({ back }) => count(back), isSpare: true },
  { label: 'held', text: ({ held }) => count(held) },
  { label: 'came later', text: ({ received }) => count(received) },
  { label: 'never came', text: ({ dropped }) => count(dropped) },
  { label: 'gone with connections', text: ({ gone }) => count(gone) },
];

/** Users who did not read for a time by plan, and what the server did with what it could not deliver. */
export function slowReaderTable(): Section {
  const { element, draw } = countTable<SlowReaderReport>({
    id: 'slow-readers',
    title: 'Slow readers',
    heading: 'from',
    nameOf: ({ atMs }) => moment(atMs / 1000),
    columns: COLUMNS,
  });
  return { element, update: ({ slowReaders }) => draw(slowReaders === null ? [] : [slowReaders]) };
}
