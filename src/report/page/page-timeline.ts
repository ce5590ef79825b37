import { keysOf, recordOf } from '../../core/records.js';
import { TIMELINE, type TimelineColumn } from '../../metrics/columns.js';
import type { PageColumn, PageTimeline } from './page-types.js';

/** Rows that a page has room for; a run of more seconds has several to a row. */
export const MOST_ROWS = 900;

/** One second of a timeline; what a report does not have is null in the page. */
export type TimelineRow = { readonly second: number } & Readonly<Partial<Record<TimelineColumn, number | null>>>;

type Values = readonly (number | null)[];

/** How several seconds become one value of a row. */
const GROUPINGS = {
  /** Mean a second. */
  mean: (values: Values, seconds: number) => values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / seconds,
  /** Percentiles cannot be averaged: the worst second is a true statement. */
  worst: (values: Values) => Math.max(...values.map((value) => value ?? 0)),
  first: (values: Values) => values[0] ?? 0,
  last: (values: Values) => values.at(-1) ?? 0,
} as const;

/** One value of a row; a share of a processor needs no more digits than a chart can show. */
function cellOf(row: TimelineRow, column: TimelineColumn): number | null {
  const value = row[column] ?? null;
  return value !== null && column === 'cpuShare' ? Math.round(value * 10_000) / 10_000 : value;
}

/**
 * A timeline as the page has it.
 * @param secondsPerRow how many of `rows` become one
 */
export function pageTimelineOf(
  rows: readonly TimelineRow[],
  secondsPerRow = Math.max(1, Math.ceil(rows.length / MOST_ROWS)),
): PageTimeline {
  const groups = Array.from({ length: Math.ceil(rows.length / secondsPerRow) }, (_, index) =>
    rows.slice(index * secondsPerRow, (index + 1) * secondsPerRow),
  );
  const columnOf = (column: TimelineColumn): PageColumn => groups.map((group) => groupedCell(group, column));
  return { secondsPerRow, columns: recordOf(keysOf(TIMELINE), columnOf) };
}

function groupedCell(group: readonly TimelineRow[], column: TimelineColumn): number | null {
  const cells = group.map((row) => cellOf(row, column));
  if (cells.length === 1) return cells[0] ?? null;
  if (cells.every((cell) => cell === null)) return null;
  return GROUPINGS[TIMELINE[column].grouped](cells, cells.length);
}
