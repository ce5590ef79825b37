import { count, moment, percent, span } from '#page/format.js';
import type { Section } from '#page/section.js';
import { type CountColumn, countTable } from '#page/sections/count-table.js';
import { AFTER_RETURN, BACK } from '#page/sections/returns.js';
import type { PageStorm } from '../../report/page/page-types.js';

const COLUMNS: readonly CountColumn<PageStorm>[] = [
  { label: 'of the users', text: ({ share }) => percent(share), isSpare: true },
  { label: 'offline', text: ({ offlineMs }) => span(offlineMs) },
  { label: 'cut', text: ({ cut }) => count(cut) },
  BACK,
  ...AFTER_RETURN,
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
