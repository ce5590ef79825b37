import type { CapacityGoalReport, CapacityReport, TrialReport } from '../../../capacity/report/capacity-report.js';
import { answerIn } from '../../../capacity/report/answer.js';
import {
  type CurvePoint,
  capacityNotes,
  curveOf,
  effortOf,
  hasTrialFailed,
  headingOf,
  trialColumns,
} from '../../../capacity/report/trial-texts.js';
import { columnsOf, cutToColumns, padLeft, padRight } from '../../../core/language/columns.js';
import { tellerOf } from '../../../core/language/retell.js';
import type { Wording } from '../../../core/language/words.js';
import { MARKS } from '../../../core/marks.js';
import { printable } from '../../../core/text.js';
import { formatLatencyMs, formatRate } from '../../../core/units.js';
import type { Palette } from '../../colours.js';
import type { Glyphs } from '../../progress/glyphs.js';
import { warningLines, wrap } from '../../text.js';

/** How a search is laid out on a terminal. */
export interface SearchLook {
  /** Of the terminal, in columns. */
  readonly width: number;
  /** The longest line of the table; without end where there is no terminal to wrap it. */
  readonly rowWidth: number;
  readonly palette: Palette;
  readonly glyphs: Glyphs;
  readonly words: Wording;
  /** Has the table the server's processor and memory? */
  readonly isWatched: boolean;
  /** Left out where its lines were shown as they came. */
  readonly hasTable: boolean;
}

/** A row keeps its numbers on the narrowest terminal. */
const LEAST_ROW = 40;
const WIDEST = 120;
const LONGEST_BAR = 40;
const CURVE_LABEL = 10;

/** What a search found, for a terminal: the answers, what gave way, the trials, the curve. */
export function searchLines(report: CapacityReport, look: SearchLook): string[] {
  const { palette, words } = look;
  const width = Math.min(WIDEST, look.width);
  return [
    ...report.goals.flatMap((goal) => answerLines(goal, answerIn(goal, report, words), width, palette)),
    palette.dim(`${words.say(effortOf(report))}.`),
    ...capacityNotes(report, words)
      .flatMap((note) => wrap(printable(note, 400), width))
      .map(palette.dim),
    ...report.findings.map(tellerOf(words)).flatMap((finding) => warningLines(finding, width, palette)),
    ...(look.hasTable
      ? ['', palette.dim(headingLine(look)), ...report.trials.map((trial) => trialLine(trial, look))]
      : []),
    '',
    ...curveLines(report, look),
  ];
}

/** One trial as a line of the table. */
export function trialLine(trial: TrialReport, { rowWidth, palette, glyphs, isWatched, words }: SearchLook): string {
  const cells = trialColumns(isWatched).map(({ text }) => text(trial, words));
  const mark = trial.generatorLimited ? MARKS.warn : hasTrialFailed(trial) ? glyphs.bad : glyphs.good;
  const paint = trial.generatorLimited ? palette.warn : hasTrialFailed(trial) ? palette.bad : palette.good;
  const line = rowText([...cells.slice(0, -1), printable(`${mark} ${cells.at(-1) ?? ''}`)], isWatched);
  return paint(cut(line, Math.max(LEAST_ROW, rowWidth - 1)));
}

/** The headings of the table. */
export function headingLine({ isWatched, words, rowWidth }: SearchLook): string {
  const heads = trialColumns(isWatched).map((column) => headingOf(column, words));
  return cut(rowText(heads, isWatched), Math.max(LEAST_ROW, rowWidth - 1));
}

function rowText(cells: readonly string[], isWatched: boolean): string {
  return trialColumns(isWatched)
    .map(({ width, isNumber }, index) => {
      const cell = cells[index] ?? '';
      return isNumber ? padLeft(cell, width) : padRight(`  ${cell}`, width);
    })
    .join('')
    .trimEnd();
}

function cut(line: string, columns: number): string {
  return columnsOf(line) > columns ? `${cutToColumns(line, columns)}…` : line;
}

function answerLines({ regular }: CapacityGoalReport, answer: string, width: number, palette: Palette): string[] {
  const paint = regular ? palette.good : palette.warn;
  return wrap(printable(`${regular ? MARKS.good : MARKS.warn} ${answer}.`, 400), width).map((line) =>
    palette.bold(paint(line)),
  );
}

/** A bar a load: full up to the logarithm of its p50, and on to that of its p99. */
function curveLines(report: CapacityReport, { palette, glyphs, width, words }: SearchLook): string[] {
  const points = curveOf(report);
  const times = points.flatMap(({ p50Ms, p99Ms }) => [p50Ms ?? [], p99Ms ?? []].flat());
  if (times.length === 0) return [];
  const [least, most] = [Math.min(...times), Math.max(...times)];
  const longest = Math.min(LONGEST_BAR, Math.max(10, width - 50));
  const lengthOf = (timeMs: number): number =>
    most <= least ? 1 : 1 + Math.round(((longest - 1) * Math.log(timeMs / least)) / Math.log(most / least));
  const line = ({ load, p50Ms, p99Ms, hasFailed }: CurvePoint): string => {
    const [half, whole] = [p50Ms ?? p99Ms, p99Ms ?? p50Ms].map((timeMs) => (timeMs === null ? 0 : lengthOf(timeMs)));
    const bar = `${glyphs.full.repeat(half ?? 0)}${glyphs.empty.repeat(Math.max(0, (whole ?? 0) - (half ?? 0)))}`;
    const numbers = `${formatLatencyMs(p50Ms)} · ${formatLatencyMs(p99Ms)}`;
    const text = `${formatRate(load).padStart(CURVE_LABEL)} ${bar} ${numbers}${boundText(load, report, glyphs, words)}`;
    return (hasFailed ? palette.bad : palette.good)(text);
  };
  const heading = `${padLeft(words.text('capacity.column.load'), CURVE_LABEL)} ${words.text('capacity.curve')}`;
  return [palette.dim(heading), ...points.map(line)];
}

function boundText(load: number, { goals }: CapacityReport, { pointer }: Glyphs, words: Wording): string {
  const isLower = goals.some(({ lowerBound }) => lowerBound === load);
  const isUpper = goals.some(({ upperBound }) => upperBound === load);
  const [holds, doesNot] = [words.text('capacity.result.holds'), words.text('capacity.curve.does-not')];
  return `${isLower ? `  ${pointer} ${holds}` : ''}${isUpper ? `  ${pointer} ${doesNot}` : ''}`;
}
