import { cutToColumns, padLeft, padRight } from '../../core/language/columns.js';
import type { Wording } from '../../core/language/words.js';
import { printable } from '../../core/text.js';
import type { Report } from '../../report/report-types.js';
import { type StageCells, stageCells } from '../../report/stage-table.js';
import type { Palette } from '../colours.js';

const LABEL_WIDTH = 14;
/** More rows would leave no room for the rest of the summary. */
const MOST_ROWS = 6;

interface Column {
  readonly key: keyof StageCells & ('planned' | 'sent' | 'arrived' | 'lost' | 'p99' | 'back');
  readonly label: 'stage.planned' | 'stage.sent' | 'stage.arrived' | 'stage.lost' | 'stage.back' | 'p99';
  readonly width: number;
  /** Where there is little room, those with the smallest number go first. */
  readonly importance: number;
}

const COLUMNS: readonly Column[] = [
  { key: 'planned', label: 'stage.planned', width: 13, importance: 3 },
  { key: 'sent', label: 'stage.sent', width: 10, importance: 1 },
  { key: 'arrived', label: 'stage.arrived', width: 10, importance: 2 },
  { key: 'lost', label: 'stage.lost', width: 9, importance: 4 },
  { key: 'p99', label: 'p99', width: 10, importance: 6 },
  { key: 'back', label: 'stage.back', width: 11, importance: 5 },
];

/** How the table is shown. */
interface StageLook {
  /** Of the lines at most. */
  readonly width: number;
  readonly palette: Palette;
  readonly words: Wording;
}

/** The stages as a table; nothing of a load without. */
export function stageLines(report: Report, { width, palette, words }: StageLook): string[] {
  const rows = stageCells(report, words);
  if (rows.length === 0) return [];
  const columns = fittingColumns(width);
  const shown = rows.length > MOST_ROWS ? rows.slice(0, MOST_ROWS - 1) : rows;
  const more = rows.length - shown.length;
  return [
    palette.dim(
      `${padRight(words.text('label.stage'), LABEL_WIDTH)}${columns.map((column) => padLeft(labelOf(column, words), column.width)).join('')}`,
    ),
    ...shown.map((row) => {
      const cells = columns.map((column) => padLeft(row[column.key], column.width));
      return `${palette.dim(nameOf(row))}${cells.join('')}`;
    }),
    ...(more === 0 ? [] : [palette.dim(words.text('stage.more', { count: more }))]),
  ];
}

function labelOf({ label }: Column, words: Wording): string {
  return label === 'p99' ? label : words.text(label);
}

function nameOf({ name }: StageCells): string {
  return padRight(cutToColumns(printable(name, LABEL_WIDTH - 1), LABEL_WIDTH - 1), LABEL_WIDTH);
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
