import { printableJson } from '../../../core/json.js';
import { MARKS } from '../../../core/marks.js';
import { printable } from '../../../core/text.js';
import type { Attempt } from '../../../lab/attempt.js';
import type { CriterionResult, JudgedExercise, LabVerdict } from '../../../lab/judge-exercise.js';
import type { Wording } from '../../../core/language/words.js';
import type { Words } from '../../../lab/words.js';
import type { Palette } from '../../colours.js';
import { wrap } from '../../text.js';
import { LAB_WORDS } from './lab-words.js';

const VERDICTS: Readonly<Record<LabVerdict, Words>> = {
  PASSED: LAB_WORDS.passedWord,
  FAILED: LAB_WORDS.failedWord,
  'NOT PROVEN': LAB_WORDS.unprovenWord,
};

/** Longer than any sentence of ours with a server's words in it. */
const LONGEST_LINE = 600;

/** How the lines look. */
interface CheckLook {
  readonly words: Wording;
  readonly palette: Palette;
  /** Columns that a line may take. */
  readonly width: number;
}

/** What a check came to, for people or as JSON. */
export function checkText(
  title: string,
  judged: JudgedExercise,
  attempt: Attempt,
  isJson: boolean,
  look: CheckLook,
): string {
  return isJson
    ? printableJson({ ...attempt, criteria: judged.criteria }, 2)
    : checkLines(title, judged, attempt.short, look).join('\n');
}

/** Each criterion with its bound and what was measured, and the verdict. */
function checkLines(
  title: string,
  { verdict, criteria, doubt }: JudgedExercise,
  isShort: boolean,
  look: CheckLook,
): string[] {
  const { words, palette, width } = look;
  const { language } = words;
  const paint = verdict === 'PASSED' ? palette.good : verdict === 'FAILED' ? palette.bad : palette.warn;
  return [
    palette.bold(title),
    ...criteria.flatMap((result) => linesOf(result, look)),
    ...(doubt === null
      ? []
      : wrap(`${MARKS.warn} ${printable(doubt[language], LONGEST_LINE)}`, width).map(palette.warn)),
    paint(palette.bold(VERDICTS[verdict][language])),
    ...(isShort ? wrap(LAB_WORDS.short[language], width).map(palette.dim) : []),
  ];
}

function linesOf({ status, title, measured, excuse }: CriterionResult, { words, palette, width }: CheckLook): string[] {
  const { language } = words;
  const limit = excuse === null ? '' : ` (${LAB_WORDS.limit[language]}: ${words.say(excuse.said)})`;
  const mark = {
    held: palette.good(MARKS.good),
    failed: palette.bad(MARKS.bad),
    unproven: palette.warn(MARKS.warn),
  }[status];
  const indented = (text: string, indent: string): string[] =>
    wrap(text, width - indent.length).map((line) => `${indent}${line}`);
  const [head = '', ...rest] = indented(title[language], '  ');
  return [
    `${mark} ${head.trimStart()}`,
    ...rest,
    ...indented(printable(`${measured[language]}${limit}`, LONGEST_LINE), '    '),
  ];
}
