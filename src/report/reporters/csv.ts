import { TIMELINE_COLUMNS } from '../../metrics/columns.js';
import type { Reporter } from './reporter.js';

/** The timeline: one row a second, a header row, the names of the JSON report. What is null there is empty here. */
export const csvReporter: Reporter = {
  format: 'csv',
  extension: 'csv',
  describe: 'the timeline, one row a second',
  render: ({ timeline }) => {
    const rows = timeline.map((second) => TIMELINE_COLUMNS.map((column) => csvCell(second[column])));
    return [TIMELINE_COLUMNS.map(csvCell), ...rows].map((cells) => `${cells.join(',')}\n`).join('');
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
