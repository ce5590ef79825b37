import { printable } from '../../core/text.js';
import type { Report } from '../../report/report-types.js';
import { type StageCells, stageCells } from '../../report/stage-table.js';
import type { Palette } from '../colours.js';

const LABEL_WIDTH = 14;
/** More rows would leave no room for the rest of the summary. */
const MOST_ROWS = 6;

interface Column {
  readonly key: keyof StageCells & ('planned' | 'sent' | 'arrived' | 'lost' | 'p99' | 'back');
  readonly label: string;
  readonly width: number;
  /** Where there is little room, those with the smallest number go first. */
  readonly importance: number;
}

const COLUMNS: readonly Column[] = [
  { key: 'planned', label: 'planned/s', width: 13, importance: 3 },
  { key: 'sent', label: 'sent/s', width: 10, importance: 1 },
  { key: 'arrived', label: 'arrived/s', width: 10, importance: 2 },
  { key: 'lost', label: 'lost', width: 9, importance: 4 },
  { key: 'p99', label: 'p99', width: 10, importance: 6 },
  { key: 'back', label: 'back after', width: 11, importance: 5 },
];

/** The stages as a table; nothing of a load without. @param width of the lines at most */
export function stageLines(report: Report, width: number, palette: Palette): string[] {
  const rows = stageCells(report);
  if (rows.length === 0) return [];
  const columns = fittingColumns(width);
  const shown = rows.length > MOST_ROWS ? rows.slice(0, MOST_ROWS - 1) : rows;
  const more = rows.length - shown.length;
  return [
    palette.dim(
      `${'stage'.padEnd(LABEL_WIDTH)}${columns.map((column) => column.label.padStart(column.width)).join('')}`,
    ),
    ...shown.map((row) => {
      const cells = columns.map((column) => row[column.key].padStart(column.width));
      return `${palette.dim(nameOf(row))}${cells.join('')}`;
    }),
    ...(more === 0 ? [] : [palette.dim(`… and ${more} more, which the reports have`)]),
  ];
}

function nameOf({ name }: StageCells): string {
  return printable(name, LABEL_WIDTH - 1)
    .slice(0, LABEL_WIDTH - 1)
    .padEnd(LABEL_WIDTH);
}

function fittingColumns(width: number): readonly Column[] {
  let columns = COLUMNS;
  const taken = (): number => columns.reduce((sum, column) => sum + column.width, LABEL_WIDTH);
  while (columns.length > 1 && taken() > width) {
    const least = columns.reduce((one, other) => (other.importance < one.importance ? other : one));
    columns = columns.filter((column) => column !== least);
  }
  return columns;
}
