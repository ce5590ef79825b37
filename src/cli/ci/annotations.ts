import { AppError, messageOf, UsageError } from '../../core/errors.js';
import { EXIT } from '../../core/exit-codes.js';
import { inEnglish } from '../../core/language/words.js';
import { printable } from '../../core/text.js';
import { formatCount, formatShare } from '../../core/units.js';
import { remedyOf } from '../../judgement/verdict.js';
import { boundText } from '../../report/comparison/comparison-texts.js';
import type { Comparison } from '../../report/comparison/comparison-types.js';
import { headlineOf, isInDoubt, kindOf } from '../../report/headline.js';
import { INVALID_MEANS } from '../../report/headline-parts.js';
import type { Report } from '../../report/report-types.js';
import { ENGLISH_VOICE } from '../../report/voice.js';
import { actualText } from '../../judgement/actual-text.js';
import type { Annotation } from '../io.js';

/** GitHub shows ten errors a step; the other reasons need a place, too. */
const MOST_THRESHOLDS = 4;
const MOST_REGRESSIONS = 3;
const MOST_REASONS = 3;
const LONGEST = 500;

/** What deserves attention in a run that has taken place. */
export function annotationsOf(report: Report): Annotation[] {
  const told = [
    ...thresholdAnnotations(report),
    ...(report.comparison === undefined ? [] : annotationsOfComparison(report.comparison)),
    ...verdictAnnotations(report),
    ...lossAnnotations(report),
  ];
  const { tone, text } = headlineOf(report);
  const isTold = tone !== 'bad' || told.some(({ level }) => level === 'error');
  return isTold ? told : [{ level: 'error', title: 'Load run', message: text }, ...told];
}

/** The bounds on regressions that did not hold. */
export function annotationsOfComparison({ candidates }: Comparison): Annotation[] {
  const failed = candidates.flatMap(({ regressions, changes }) =>
    regressions
      .filter(({ passed }) => !passed)
      .map((result) => ({ result, change: changes.find(({ metric }) => metric === result.metric) })),
  );
  return failed.slice(0, MOST_REGRESSIONS).map(({ result, change }): Annotation => {
    const message = `${printable(result.expression, LONGEST)}: ${printable(boundText(result, change, ENGLISH_VOICE), LONGEST)}`;
    return { level: 'error', title: 'Regression', message };
  });
}

/** What kept a command from its work. */
export function annotationOfError(thrown: unknown): Annotation {
  const hint = thrown instanceof AppError && thrown.hint !== undefined ? [thrown.hint] : [];
  const lines =
    thrown instanceof UsageError
      ? thrown.problems.map(({ where, message }) => `${where}: ${message}`)
      : [messageOf(thrown)];
  const message = [...lines, ...hint].map((line) => printable(line, LONGEST)).join('\n');
  return { level: 'error', title: titleOf(thrown), message };
}

function titleOf(thrown: unknown): string {
  if (!(thrown instanceof AppError) || thrown.exitCode === EXIT.fault) return 'Fault of newyear-load';
  return thrown.exitCode === EXIT.usage ? 'Wrong command line or file' : 'The load run could not start';
}

function thresholdAnnotations({ thresholds }: Report): Annotation[] {
  const failed = thresholds.filter(({ passed }) => !passed);
  const shown = failed.slice(0, MOST_THRESHOLDS).map((threshold): Annotation => {
    const measured = printable(actualText(threshold), LONGEST);
    const message = `${printable(threshold.expression, LONGEST)} did not hold; measured: ${measured}`;
    return { level: 'error', title: 'Threshold failed', message };
  });
  const rest = failed.length - shown.length;
  if (rest === 0) return shown;
  return [
    ...shown,
    { level: 'error', title: 'Thresholds failed', message: `and ${formatCount(rest)} more did not hold` },
  ];
}

function verdictAnnotations(report: Report): Annotation[] {
  if (!isInDoubt(report, kindOf(report))) return [];
  const { level, times, counts, reasons } = report.verdict;
  const told = reasons.slice(0, MOST_REASONS).map(({ message }) => printable(message, LONGEST));
  const words = counts.level === 'INVALID' ? inEnglish(INVALID_MEANS.counts) : inEnglish(INVALID_MEANS.times);
  const said = level === 'INVALID' ? words : 'the numbers are to be taken with care';
  const remedy = remedyOf(report.verdict);
  return [
    {
      level: level === 'INVALID' ? 'error' : 'warning',
      title: `Verdict ${level}`,
      message: [
        `times ${times.level}, counts ${counts.level}: ${said}`,
        ...told,
        ...(remedy === undefined ? [] : [inEnglish(remedy)]),
      ].join('\n'),
    },
  ];
}

function lossAnnotations({ deliveries: { lost, expected, byRoom } }: Report): Annotation[] {
  if (lost === 0) return [];
  const bad = byRoom.filter((room) => room.lost > 0).toSorted((one, other) => other.lost - one.lost);
  const [worst] = bad;
  const where =
    worst === undefined
      ? ''
      : `, in ${formatCount(bad.length)} of ${formatCount(byRoom.length)} rooms; most in ${printable(worst.room, 80)}: ${formatCount(worst.lost)}`;
  const message = `${formatCount(lost)} of ${formatCount(expected)} deliveries lost (${formatShare(lost / expected)})${where}`;
  return [{ level: 'error', title: 'Messages lost', message }];
}
