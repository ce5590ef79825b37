import { columnsOf, cutToColumns, padLeft, padRight } from '../../../core/language/columns.js';
import { MARKS } from '../../../core/marks.js';
import { printable } from '../../../core/text.js';
import {
  answerOf,
  boundText,
  changeText,
  isOpen,
  isReal,
  judgementText,
  nameOf,
  rangeText,
  valueText,
} from '../../../report/comparison/comparison-texts.js';
import type {
  Candidate,
  Change,
  Comparison,
  Judgement,
  RegressionResult,
} from '../../../report/comparison/comparison-types.js';
import type { Voice } from '../../../report/voice.js';
import type { Palette } from '../../colours.js';
import { warningLines, wrap } from '../../text.js';

/** How a comparison is laid out. Its texts can come from a stranger's file, so none of them is printed as it is. */
export interface TableLook {
  /** Of the terminal, in columns. */
  readonly width: number;
  readonly palette: Palette;
  readonly voice: Voice;
}

const WIDEST = 100;
const NARROWEST = 40;
/** Columns that are never cut; the range of the change takes what is left, and is left out where that is too little. */
const WIDTHS = { metric: 18, base: 11, current: 11, change: 11, judgement: 8 } as const;
const NARROWEST_RANGE = 17;
const MOST_CHARACTERS = 300;
const JUDGEMENT_MARKS = { noise: '·', better: MARKS.good, worse: MARKS.bad } as const;

/** A comparison for a terminal: of every new run the answer, what makes it doubtful, and all numbers. */
export function comparisonLines(comparison: Comparison, look: TableLook): string[] {
  return candidatesLines(comparison, look, () => true);
}

/** The same in few lines, for the end of a run: of the numbers only those that really changed. */
export function comparisonSummary(comparison: Comparison, look: TableLook): string[] {
  return candidatesLines(comparison, look, isReal);
}

function candidatesLines(
  { base, candidates }: Comparison,
  look: TableLook,
  isShown: (change: Change) => boolean,
): string[] {
  const { words, tell } = look.voice;
  const columns = widthsOf(
    look,
    Math.max(0, ...candidates.flatMap(({ changes }) => changes.map(({ metric }) => metric.length))),
  );
  return candidates.flatMap((candidate, index) => {
    const { warnings, differences, changes } = candidate;
    const rows = changes.filter(isShown).map((change) => changeLine(change, columns, look));
    const heads = (['base', 'new', 'change-column', 'true-change'] as const).map((name) =>
      words.text(`compare.${name}`),
    );
    const heading = look.palette.dim(rowText(['', ...heads, ''], columns));
    return [
      ...(index === 0 ? [] : ['']),
      ...answerLines(candidate, nameOf(base, words), look),
      ...warnings.flatMap((warning) => noteLines(tell(warning), look)),
      ...differences.flatMap(({ kind, field, base: before, current }) =>
        noteLines(
          words.text(`compare.another.${kind}`, { field, base: short(tell(before)), current: short(tell(current)) }),
          look,
        ),
      ),
      ...(rows.length === 0 ? [] : ['', heading, ...rows]),
      ...boundLines(candidate, look),
    ];
  });
}

function answerLines(candidate: Candidate, base: string, look: TableLook): string[] {
  const { palette } = look;
  const { words } = look.voice;
  const { judgement, run } = candidate;
  const hasFailed = candidate.regressions.some(({ passed }) => !passed);
  const paint = painterOf(hasFailed ? 'worse' : judgement, palette);
  const text = printable(
    `${JUDGEMENT_MARKS[hasFailed ? 'worse' : judgement]} ${words.say(answerOf(candidate))}`,
    MOST_CHARACTERS,
  );
  const answer = wrap(text, columnsWide(look));
  const names = { run: printable(nameOf(run, words), 60), base: printable(base, 60) };
  const who = wrap(words.text('compare.beside', names), columnsWide(look));
  return [...answer.map((line) => palette.bold(paint(line))), ...who.map(palette.dim)];
}

function noteLines(note: string, look: TableLook): string[] {
  return warningLines(note, columnsWide(look), look.palette);
}

function boundLines(candidate: Candidate, look: TableLook): string[] {
  return candidate.regressions.flatMap((result) => {
    const change = candidate.changes.find(({ metric }) => metric === result.metric);
    const text = `${boundMark(result)} ${result.expression} (${boundText(result, change, look.voice)})`;
    return wrap(printable(text), columnsWide(look)).map(result.passed ? look.palette.good : look.palette.bad);
  });
}

function boundMark(result: RegressionResult): string {
  if (isOpen(result)) return '?';
  return result.passed ? MARKS.good : MARKS.bad;
}

function changeLine(change: Change, columns: readonly number[], { palette, voice }: TableLook): string {
  const { words, tell } = voice;
  const { metric, base, current, unit, judgement, reason } = change;
  const range = reason === null ? rangeText(change, words) : tell(reason);
  const cells = [metric, valueText(base, unit), valueText(current, unit), changeText(change), range];
  return painterOf(judgement, palette)(printable(rowText([...cells, judgementText(change, words)], columns)));
}

function painterOf(judgement: Judgement | null, palette: Palette): (text: string) => string {
  if (judgement === 'worse') return palette.bad;
  return judgement === 'better' ? palette.good : (text) => text;
}

function columnsWide({ width }: TableLook): number {
  return Math.max(NARROWEST, Math.min(WIDEST, width));
}

/** Widths of the columns; 0 for the range where there is no place for it. @param longest characters of a metric's name */
function widthsOf(look: TableLook, longest: number): number[] {
  const { base, current, change, judgement } = WIDTHS;
  const wide = columnsWide(look) - base - current - change - judgement;
  // Names of stages have what the range leaves.
  const metric = Math.max(WIDTHS.metric, Math.min(longest + 2, wide - NARROWEST_RANGE));
  const left = wide - metric;
  return [metric, base, current, change, left < NARROWEST_RANGE ? 0 : left, judgement];
}

/** Cells in their columns: the first from the left, all others from the right. */
function rowText(cells: readonly string[], columns: readonly number[]): string {
  const padded = cells.map((cell, index) => {
    const width = columns[index] ?? 0;
    if (width === 0) return '';
    const text = columnsOf(cell) < width ? cell : `${cutToColumns(cell, width - 2)}…`;
    return index === 0 ? padRight(text, width) : padLeft(text, width);
  });
  return padded.join('').trimEnd();
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
