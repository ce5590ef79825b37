import { padRight } from '../../core/language/columns.js';
import { MARKS } from '../../core/marks.js';
import { formatLatencyMs } from '../../core/units.js';
import type { LatencySummary } from '../../metrics/latency-summary.js';
import { headlineOf } from '../../report/headline.js';
import type { Report } from '../../report/report-types.js';
import { latencyRows } from '../../report/texts.js';
import type { Palette } from '../colours.js';
import { wrap } from '../text.js';
import type { Voice } from '../../report/voice.js';
import type { Row } from './row.js';
import { type RowsContext, rowsOf } from './sections.js';
import { stageLines } from './stage-lines.js';

/** What the summary is made from. */
export interface SummaryContext extends RowsContext {
  /** Of the terminal, in columns. */
  readonly width: number;
  readonly palette: Palette;
}

/** Wider lines are hard to read, however wide the terminal. */
const WIDEST = 80;
const NARROWEST = 40;
/** A usual terminal has 24; one is for the empty line above and one for the shell's prompt. */
const MOST_LINES = 22;
const LABEL_WIDTH = 14;
const NUMBER_WIDTH = 10;
const COLUMNS = ['p50', 'p95', 'p99', 'max'] as const satisfies readonly (keyof LatencySummary)[];

/** The end of a run for people: the answer first, then how slow, how fast, and how far to believe it. */
export function summaryLines({ width, palette, ...context }: SummaryContext): string[] {
  const { report, kind, fitsScreen, voice } = context;
  const columns = Math.max(NARROWEST, Math.min(WIDEST, width));
  const { tone, text } = headlineOf(report, kind, voice.words);
  const headline = wrap(`${MARKS[tone]} ${text}`, columns).map((line) => palette.bold(palette[tone](line)));
  const top = [...headline, '', ...table(report, palette, voice)];
  const rows = rowsOf(context).map((row) => ({
    isSpare: row.isSpare === true,
    lines: layOut(row, columns, palette),
  }));
  const stages = { isSpare: false, lines: stageLines(report, { width: columns, palette, words: voice.words }) };
  return [...top, ...fitted([stages, ...rows], fitsScreen ? MOST_LINES - top.length : Number.POSITIVE_INFINITY)];
}

/** The lines of the rows; spare rows are left out, the last one first, as long as there are too many. */
function fitted(
  rows: readonly { readonly isSpare: boolean; readonly lines: readonly string[] }[],
  mostLines: number,
): string[] {
  const lines = rows.flatMap((one) => one.lines);
  const spare = rows.findLastIndex(({ isSpare }) => isSpare);
  return lines.length <= mostLines || spare === -1 ? lines : fitted(rows.toSpliced(spare, 1), mostLines);
}

function table(report: Report, palette: Palette, { words }: Voice): string[] {
  const rows = latencyRows(report, words);
  if (rows.length === 0) return [];
  const header = [''.padEnd(LABEL_WIDTH), ...COLUMNS.map((column) => column.padStart(NUMBER_WIDTH))].join('');
  return [
    palette.dim(header),
    ...rows.map(({ name, latency }) => {
      const numbers = COLUMNS.map((column) => formatLatencyMs(latency[column]).padStart(NUMBER_WIDTH));
      return `${palette.dim(padRight(name, LABEL_WIDTH))}${numbers.join('')}`;
    }),
  ];
}

function layOut({ label, text, tone }: Row, columns: number, palette: Palette): string[] {
  const paint = tone === undefined ? (line: string): string => line : palette[tone];
  return wrap(text, columns - LABEL_WIDTH).map(
    (line, index) => `${palette.dim(padRight(index === 0 ? label : '', LABEL_WIDTH))}${paint(line)}`,
  );
}
