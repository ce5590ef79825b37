import { count, latency, moment, percent, span } from '#page/format.js';
import type { Section } from '#page/section.js';
import { type CountColumn, countTable } from '#page/sections/count-table.js';
import type { PageStorm } from '../../report/page/page-types.js';

const COLUMNS: readonly CountColumn<PageStorm>[] = [
  { label: 'of the users', text: ({ share }) => percent(share), isSpare: true },
  { label: 'offline', text: ({ offlineMs }) => span(offlineMs) },
  { label: 'cut', text: ({ cut }) => count(cut) },
  { label: 'back', text: ({ back }) => count(back) },
  {
    label: 'never back',
    text: ({ neverBack }) => count(neverBack),
    tone: ({ neverBack }) => (neverBack > 0 ? 'bad' : undefined),
  },
  { label: 'missed', text: ({ missed }) => count(missed) },
  { label: 'recovered', text: ({ recovered }) => count(recovered), isSpare: true },
  { label: 'back in p50', text: ({ backMs }) => latency(backMs.p50), isSpare: true },
  { label: 'p99', text: ({ backMs }) => latency(backMs.p99), isSpare: true },
  { label: 'back in max', text: ({ backMs }) => latency(backMs.max) },
];

/** Users who lost their connections by plan, and how they came back. */
export function stormTable(): Section {
  const { element, draw } = countTable<PageStorm>({
    id: 'storms',
    title: 'Storms',
    heading: 'at',
    nameOf: ({ atMs }) => moment(atMs / 1000),
    columns: COLUMNS,
  });
  return { element, update: ({ storms }) => draw(storms) };
}
