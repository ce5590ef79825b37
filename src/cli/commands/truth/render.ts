import { formatCount } from '../../../core/units.js';
import type { ClaimUnit, TruthRow } from '../../../truth/row.js';
import { wrap } from '../../text.js';

/** Widths of all columns but the first, which takes the rest. */
const COLUMNS = { truth: 12, reported: 12, error: 10, allowed: 9, result: 6 } as const;
const INDENT = '  ';
const NARROWEST_PROPERTY = 16;
const SCHEMA = 'newyear-load/truth@1';

/**
 * The rows as a table, one heading an experiment and a last line that sums up; without colours.
 * @param width columns of the terminal; 80 suffice
 */
export function renderTruth(rows: readonly TruthRow[], width: number): string {
  const heading = line(width, ['property', 'truth', 'reported', 'error', 'allowed', '']);
  const lines = rows.flatMap((row, index) => {
    const before = rows[index - 1];
    const isFirst = before === undefined || titleOf(before) !== titleOf(row);
    const next = rows[index + 1];
    const isLast = next === undefined || titleOf(next) !== titleOf(row);
    return [
      ...(isFirst ? [clip(titleOf(row), width)] : []),
      line(width, cellsOf(row)),
      ...(isLast && row.note !== null ? noteLines(row.note, width) : []),
    ];
  });
  return [heading, ...lines, '', summaryOf(rows), ''].join('\n');
}

/** The rows for programs. */
export function truthToJson(rows: readonly TruthRow[]): string {
  return `${JSON.stringify({ schema: SCHEMA, ...countsOf(rows), rows }, null, 2)}\n`;
}

function countsOf(rows: readonly TruthRow[]): { passed: number; failed: number; skipped: number } {
  const count = (wanted: TruthRow['result']): number => rows.filter(({ result }) => result === wanted).length;
  return { passed: count('pass'), failed: count('fail'), skipped: count('skip') };
}

function summaryOf(rows: readonly TruthRow[]): string {
  const { passed, failed, skipped } = countsOf(rows);
  return `${passed} of ${rows.length} pass, ${failed} fail, ${skipped} skipped`;
}

function titleOf({ experiment, faults, workers }: TruthRow): string {
  const server = faults.length === 0 ? '' : ` (${faults.join(', ')})`;
  return `${experiment}${server}, ${workers} ${workers === 1 ? 'worker' : 'workers'}`;
}

function cellsOf({ property, truth, reported, error, tolerance, unit, result }: TruthRow): readonly string[] {
  return [
    property,
    valueOf(truth, unit),
    valueOf(reported, unit),
    error === null || Number.isNaN(error) ? '–' : `${error > 0 ? '+' : ''}${valueOf(error, unit)}`,
    tolerance === null || tolerance === 0 ? '' : `±${valueOf(tolerance, unit)}`,
    result === 'fail' ? 'FAIL' : result,
  ];
}

function valueOf(value: number | string | null, unit: ClaimUnit | null): string {
  if (value === null || Number.isNaN(value)) return '–';
  if (typeof value === 'string') return value;
  if (unit !== 'ms') return formatCount(value);
  return `${Number.isInteger(value) ? formatCount(value) : value.toFixed(1)} ms`;
}

/** Cells in their columns: the first from the left, all others from the right. */
function line(width: number, [property = '', ...cells]: readonly string[]): string {
  const widths = Object.values(COLUMNS);
  const taken = widths.reduce((sum, columns) => sum + columns, INDENT.length);
  const first = Math.max(NARROWEST_PROPERTY, width - taken);
  const right = cells.map((cell, index) => clip(cell, (widths[index] ?? 0) - 1).padStart(widths[index] ?? 0)).join('');
  return `${INDENT}${clip(property, first).padEnd(first)}${right}`.trimEnd();
}

function clip(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}

/** A note below its rows, broken between words. */
function noteLines(note: string, width: number): string[] {
  const indent = INDENT.repeat(2);
  return wrap(note, width - indent.length).map((text) => clip(`${indent}${text}`, width));
}
