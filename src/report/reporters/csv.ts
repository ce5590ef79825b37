import { TIMELINE_COLUMNS } from '../../metrics/columns.js';
import { isInside } from '../../metrics/stage-parts.js';
import { REPORT_FORMATS } from '../report-formats.js';
import type { Reporter } from './reporter.js';

/**
 * The timeline: one row a second, a header row, the names of the JSON report. What is null there is empty here. Where the load has
 * stages, a last column has the name of the one in which the second begins.
 */
export const csvReporter: Reporter = {
  ...REPORT_FORMATS.csv,
  render: ({ timeline, stages }) => {
    const hasStages = stages.length > 0;
    const stageOf = (second: number): string | null => stages.find((stage) => isInside(stage, second))?.name ?? null;
    const head = [...TIMELINE_COLUMNS, ...(hasStages ? ['stage'] : [])];
    const rows = timeline.map((row) => [
      ...TIMELINE_COLUMNS.map((column) => row[column]),
      ...(hasStages ? [stageOf(row.second)] : []),
    ]);
    return [head, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\n`).join('');
  },
};

/**
 * One cell. Only numbers are written as they are: anything else is quoted (RFC 4180) and, where a spreadsheet would take it
 * for a formula, begun with an apostrophe.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) || harmless !== value ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
