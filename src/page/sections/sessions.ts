import { count, latency, span } from '#page/format.js';
import type { Section } from '#page/section.js';
import { type CountColumn, countTable } from '#page/sections/count-table.js';
import type { PageSessions } from '../../report/page/page-types.js';

const COLUMNS: readonly CountColumn<PageSessions>[] = [
  { label: 'away for', text: ({ pauseMs }) => drawn(pauseMs), isSpare: true },
  { label: 'left', text: ({ left }) => count(left) },
  { label: 'back', text: ({ back }) => count(back) },
  { label: 'away at the end', text: ({ stillAway }) => count(stillAway), isSpare: true },
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
