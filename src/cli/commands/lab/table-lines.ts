import { columnsOf, padRight } from '../../../core/language/columns.js';

/** Rows of cells in columns, each as wide as its widest cell. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => columnsOf(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) => padRight(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
