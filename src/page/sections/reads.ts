import { count, latency, partOf } from '#page/format.js';
import type { Section } from '#page/section.js';
import { type CountColumn, countTable } from '#page/sections/count-table.js';
import type { PageReads } from '../../report/page/page-types.js';

const COLUMNS: readonly CountColumn<PageReads>[] = [
  { label: 'due', text: ({ intended }) => count(intended), isSpare: true },
  { label: 'answered', text: ({ answered }) => count(answered) },
  { label: 'failed', text: ({ failed }) => count(failed), tone: ({ failed }) => (failed > 0 ? 'bad' : undefined) },
  {
    label: 'not answered',
    text: ({ unanswered }) => count(unanswered),
    tone: ({ unanswered }) => (unanswered > 0 ? 'bad' : undefined),
  },
  { label: 'not sent', text: ({ unsent }) => count(unsent), tone: ({ unsent }) => (unsent > 0 ? 'warn' : undefined) },
  { label: 'p50', text: ({ latencyMs }) => latency(latencyMs.p50) },
  { label: 'p95', text: ({ latencyMs }) => latency(latencyMs.p95) },
  { label: 'p99', text: ({ latencyMs }) => latency(latencyMs.p99), isSpare: true },
  {
    label: 'answers behind',
    text: ({ judged, stale }) => (judged === 0 ? '–' : partOf(stale, judged)),
    tone: ({ stale }) => (stale > 0 ? 'warn' : undefined),
  },
  { label: 'at most', text: ({ judged, stalenessMs }) => (judged === 0 ? '–' : latency(stalenessMs.max)) },
];

/** What was read beside the messages, and how far the answers were behind. */
export function readTable(): Section {
  const { element, draw } = countTable<PageReads>({
    id: 'reads',
    title: 'Reads',
    heading: 'a second',
    nameOf: ({ perSecond }) => count(perSecond),
    columns: COLUMNS,
  });
  return { element, update: ({ reads }) => draw(reads === null ? [] : [reads]) };
}
