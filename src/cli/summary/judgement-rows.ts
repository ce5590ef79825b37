import { message, type Wording } from '../../core/language/words.js';
import { MARKS } from '../../core/marks.js';
import type { RunKind } from '../../core/plan.js';
import { printable } from '../../core/text.js';
import type { ThresholdResult } from '../../judgement/thresholds.js';
import { remedyOf } from '../../judgement/verdict.js';
import { auditTexts, missingTexts } from '../../report/audit-texts.js';
import { isInDoubt, VERDICT_TONES } from '../../report/headline.js';
import type { Report } from '../../report/report-types.js';
import { serverTexts } from '../../report/server-texts.js';
import { actualText } from '../../judgement/actual-text.js';
import { nextStepOf } from './next-step.js';
import type { Voice } from '../../report/voice.js';
import type { Row } from './row.js';

const MOST_REASONS = 2;
/** Users, and messages, that are named. */
const MOST_MISSING = 2;
/** Of thresholds that must fit a screen, and of those in a log, which has room for all that anybody writes. */
const MOST_THRESHOLDS = { screen: 3, log: 100 };

/** How far the numbers can be believed, and what can be done about it. */
export function verdictRows(report: Report, kind: RunKind, { words, tell }: Voice): Row[] {
  if (kind === 'connect' && !isInDoubt(report, kind)) return [];
  const { level, times, counts, reasons } = report.verdict;
  const remedy = level === 'INVALID' ? remedyOf(report.verdict) : undefined;
  const told = reasons
    .slice(0, remedy === undefined ? MOST_REASONS : 1)
    .map((reason) => printable(tell(reason.message)));
  const left = reasons.length - told.length;
  const rest = left === 0 ? [] : [message('summary.more-reasons', { count: left })];
  const parts =
    times.level === counts.level
      ? level
      : message('summary.verdict.parts', { times: times.level, counts: counts.level });
  const text =
    level === 'VALID'
      ? words.text('summary.valid')
      : words.text('summary.verdict', { level: parts, reasons: [...told, ...rest] });
  return [
    { label: words.text('label.verdict'), text, tone: VERDICT_TONES[level] },
    ...(remedy === undefined
      ? []
      : [{ label: words.text('label.what-to-do'), text: words.say(remedy), tone: VERDICT_TONES[level] } as const]),
  ];
}

/** What the observers saw. */
export function canaryRows({ canary }: Report, words: Wording): Row[] {
  if (canary === null) return [];
  const { p50, max } = canary.latencyMs.fanout;
  const { received, expected } = canary;
  const text = words.text('summary.canary', { received, expected, p50, max });
  return [{ label: words.text('label.canary'), text, isSpare: true }];
}

/** The server as it was seen from outside. */
export function serverRows(report: Report, words: Wording): Row[] {
  const texts = serverTexts(report, words);
  return texts.length === 0
    ? []
    : [
        {
          label: words.text('label.server'),
          text: texts.join('; '),
          ...(report.server?.memoryKeepsGrowing === true ? { tone: 'warn' } : {}),
        },
      ];
}

/** What the server has kept. */
export function auditRows({ audit }: Report, words: Wording): Row[] {
  if (audit === null) return [];
  const told = auditTexts(audit, words);
  const text = told.length === 0 ? words.text('summary.audit.nothing') : told.join(', ');
  const { texts, more } = missingTexts(audit, MOST_MISSING, words);
  const label = words.text('label.audit');
  if (texts.length + more === 0) return [{ label, text }];
  const others = more === 0 ? [] : [words.text('summary.more-missing', { count: more })];
  return [
    { label, text, tone: 'bad' },
    { label: words.text('label.missing'), text: [...texts, ...others].join('; '), tone: 'bad', isSpare: true },
  ];
}

/** Promises, broken ones first. @param where they are shown: a screen has room for a few */
export function thresholdRows(
  thresholds: readonly ThresholdResult[],
  words: Wording,
  where: keyof typeof MOST_THRESHOLDS,
): Row[] {
  const most = MOST_THRESHOLDS[where];
  const worstFirst = thresholds.toSorted((one, other) => Number(one.passed) - Number(other.passed));
  const rows = worstFirst.slice(0, most).map((threshold, index): Row => {
    const { expression, passed } = threshold;
    const measured = printable(actualText(threshold, words));
    const text = `${passed ? MARKS.good : MARKS.bad} ${printable(expression)} (${measured})`;
    return { label: index === 0 ? words.text('label.thresholds') : '', text, tone: passed ? 'good' : 'bad' };
  });
  const rest = worstFirst.slice(most);
  if (rest.length === 0) return rows;
  const failed = rest.filter(({ passed }) => !passed).length;
  return [...rows, { label: '', text: words.text('summary.more-thresholds', { count: rest.length, failed }) }];
}

/** What the run has earned. */
export function gradeRows({ grade: { level, next }, messages }: Report, { words, tell }: Voice): Row[] {
  if (messages.sent === 0) return [];
  const text = `${level ?? words.text('summary.no-grade')}${next === null ? '' : `; ${printable(tell(next))}`}`;
  return [{ label: words.text('label.grade'), text, isSpare: true, ...(level === null ? {} : { tone: 'good' }) }];
}

/** One thing to do next. */
export function nextRows(report: Report, kind: RunKind, words: Wording): Row[] {
  const text = nextStepOf(report, kind);
  return text === undefined ? [] : [{ label: words.text('label.next'), text: words.say(text) }];
}
