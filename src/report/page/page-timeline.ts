import type { PageColumn, PageTimeline, TimelineColumn } from './page-types.js';

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

/** Every column, and what becomes of it in a long run. */
const COLUMNS: Readonly<Record<TimelineColumn, keyof typeof GROUPINGS>> = {
  second: 'first',
  intended: 'mean',
  sent: 'mean',
  completed: 'mean',
  delivered: 'mean',
  lost: 'mean',
  duplicated: 'mean',
  reordered: 'mean',
  errors: 'mean',
  connections: 'last',
  connectionsLost: 'mean',
  inFlight: 'last',
  missing: 'last',
  echoP50Ms: 'worst',
  echoP90Ms: 'worst',
  echoP99Ms: 'worst',
  echoP999Ms: 'worst',
  fanoutP50Ms: 'worst',
  fanoutP90Ms: 'worst',
  fanoutP99Ms: 'worst',
  fanoutP999Ms: 'worst',
  deliveryP50Ms: 'worst',
  deliveryP90Ms: 'worst',
  deliveryP99Ms: 'worst',
  deliveryP999Ms: 'worst',
  cpuShare: 'worst',
  slipP99Ms: 'worst',
  slipMaxMs: 'worst',
};

/** The names of all columns. */
export const TIMELINE_COLUMNS = Object.keys(COLUMNS) as readonly TimelineColumn[];

/** One value of a row; a share of a processor needs no more digits than a chart can show. */
export function cellOf(row: TimelineRow, column: TimelineColumn): number | null {
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
  const columns = Object.fromEntries(TIMELINE_COLUMNS.map((column) => [column, columnOf(column)]));
  return { secondsPerRow, columns: columns as PageTimeline['columns'] };
}

function groupedCell(group: readonly TimelineRow[], column: TimelineColumn): number | null {
  const cells = group.map((row) => cellOf(row, column));
  if (cells.length === 1) return cells[0] ?? null;
  if (cells.every((cell) => cell === null)) return null;
  return GROUPINGS[COLUMNS[column]](cells, cells.length);
}
