import type { Text } from '../core/language/template.js';
import { type TellSentence, tellerOf } from '../core/language/retell.js';
import { inEnglish, type Message, type Wording } from '../core/language/words.js';
import { saidAlert } from '../judgement/alerts.js';
import { courseOf } from '../judgement/course.js';
import { findingsOf } from '../judgement/findings/index.js';
import { saidGradeOf } from '../judgement/grade.js';
import { type SaidVerdict, verdictOf } from '../judgement/verdict.js';
import { deliveryOf } from '../metrics/latency-summary.js';
import { measuredPart } from '../metrics/stage-parts.js';
import { CLOSED_MODEL, gradeFactsOf } from './judged-report.js';
import { measuredOfReport } from './outcome-of.js';
import type { Report } from './report-types.js';

/**
 * The sentences of a report in the language of `words`. A report has them in English. Which messages they are is found again from its
 * numbers, as they were found at first, so that any report can be told in any language, one of an older version included; and a message
 * is taken for a sentence only where it is that very sentence in English.
 */
export function translationOfReport(report: Report, words: Wording): TellSentence {
  if (words.language === 'en') return (english) => english;
  const known = new Map<string, Text>(messagesOf(report).map((message) => [inEnglish(message), message]));
  for (const alert of report.alerts) known.set(alert.message, saidAlert(alert));
  return tellerOf(words, known);
}

function messagesOf(report: Report): Message[] {
  const outcome = measuredOfReport(report);
  const measured = measuredPart(outcome);
  const { echo, fanout } = outcome.latency;
  const verdict = verdictOf(measured, deliveryOf(echo, fanout));
  const grade = saidGradeOf(gradeFactsOf(measured, report.verdict.level, report.latencyMs.delivery.p95));
  return [
    CLOSED_MODEL,
    ...findingsOf(outcome, verdict, courseOf(outcome, verdict)),
    ...reasonsOf(verdict),
    grade.why,
    ...(grade.next === null ? [] : [grade.next]),
  ];
}

function reasonsOf({ reasons }: SaidVerdict): Message[] {
  return reasons.map(({ said }) => said);
}
