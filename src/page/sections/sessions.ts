import { count, span } from '#page/format.js';
import type { Section } from '#page/section.js';
import { type CountColumn, countTable } from '#page/sections/count-table.js';
import { AFTER_RETURN, BACK } from '#page/sections/returns.js';
import type { PageSessions } from '../../report/page/page-types.js';

const COLUMNS: readonly CountColumn<PageSessions>[] = [
  { label: 'away for', text: ({ pauseMs }) => drawn(pauseMs), isSpare: true },
  { label: 'left', text: ({ left }) => count(left) },
  BACK,
  { label: 'away at the end', text: ({ stillAway }) => count(stillAway), isSpare: true },
  ...AFTER_RETURN,
];

/** Users who left by plan again and again, and how they came back. */
export function sessionTable(): Section {
  const { element, draw } = countTable<PageSessions>({
    id: 'sessions',
    title: 'Sessions',
    heading: 'users stay for',
    nameOf: ({ lengthMs }) => drawn(lengthMs),
    columns: COLUMNS,
  });
  return { element, update: ({ sessions }) => draw(sessions === null ? [] : [sessions]) };
}

function drawn({ min, max }: PageSessions['lengthMs']): string {
  return min === max ? span(min) : `${span(min)}–${span(max)}`;
}
