import { ENDED_AT_FIRST, UNNAMED_REFUSAL } from '../../chat/refusals.js';
import { MARKS } from '../../core/marks.js';
import type { RunKind } from '../../core/plan.js';
import { amount, printable } from '../../core/text.js';
import { formatCount, formatLatencyMs, formatRate, formatShare } from '../../core/units.js';
import { LONGER_DRAIN } from '../../judgement/findings/losses.js';
import type { ThresholdResult } from '../../judgement/thresholds.js';
import { remedyOf } from '../../judgement/verdict.js';
import { auditTexts, missingTexts } from '../../report/audit-texts.js';
import { isInDoubt, type Tone, VERDICT_TONES } from '../../report/headline.js';
import type { Report } from '../../report/report-types.js';
import { serverTexts } from '../../report/server-texts.js';
import { readsText } from '../../report/reads-report.js';
import { sessionsOutcomeText } from '../../report/session-report.js';
import { slowReadersOutcomeText } from '../../report/slow-reader-report.js';
import { unmeasuredText } from '../../report/stage-table.js';
import { stormOutcomeText } from '../../report/storm-texts.js';
import { acksText, actualText, asideTexts, costText, errorKindsOf, loadText } from '../../report/texts.js';
import { clock } from '../progress/texts.js';
import { nextStepOf } from './next-step.js';

/** One labelled line, cut at the width that there is. */
export interface Row {
  readonly label: string;
  readonly text: string;
  readonly tone?: Tone;
  /** May it be left out when the screen is full? The last one goes first. */
  readonly isSpare?: true;
}

const MOST_ERROR_KINDS = 3;
const MOST_STORMS = 2;
const MOST_REASONS = 2;
/** Users, and messages, that are named. */
const MOST_MISSING = 2;
const LONGEST_TARGET = 40;
const MOST_THRESHOLDS = 3;
const MOST_REASONS_SAID = 3;
const LONGEST_REASON = 60;
/** How far the ends of a flood fall from whole seconds, as a share of its rate. */
const SAME_RATE_SHARE = 0.01;

/** Everything below the headline and the table, in its order; a section without anything to say is empty. */
export function rowsOf(report: Report, kind: RunKind, files: readonly string[]): Row[] {
  return [
    ...unmeasuredRows(report),
    ...deliveryRows(report),
    ...ackRows(report),
    ...noticedRows(report),
    ...throughputRows(report),
    ...connectionRows(report),
    ...stormRows(report),
    ...sessionRows(report),
    ...slowReaderRows(report),
    ...readRows(report),
    ...entranceRows(report),
    ...errorRows(report),
    ...alertRows(report),
    ...verdictRows(report, kind),
    ...canaryRows(report),
    ...serverRows(report),
    { label: 'generator', text: costText(report), isSpare: true },
    ...auditRows(report),
    ...thresholdRows(report.thresholds),
    ...(kind === 'connect' ? [] : gradeRows(report)),
    ...nextRows(report, kind),
    ...(files.length === 0 ? [] : [{ label: 'written', text: files.map((file) => printable(file)).join(', ') }]),
  ];
}

/** Half a line: what of the load is in none of the numbers. */
function unmeasuredRows(report: Report): Row[] {
  const text = unmeasuredText(report);
  return text === undefined ? [] : [{ label: 'not measured', text }];
}

function deliveryRows(report: Report): Row[] {
  const { expected, received, lost, duplicated, reordered } = report.deliveries;
  if (expected === 0) return [];
  const more = [
    `${formatCount(duplicated)} duplicated`,
    `${formatCount(reordered)} out of order`,
    ...asideTexts(report),
  ];
  const text = `${formatCount(received)} of ${formatCount(expected)}, ${formatCount(lost)} lost, ${more.join(', ')}`;
  return [{ label: 'deliveries', text, ...(lost > 0 ? { tone: 'bad' } : {}) }];
}

/**
 * Where and when deliveries went wrong: the gravest finding, the doubt that copies may only have been late, and refusals that the
 * dialect does not name; of a run that sent nothing, what ended before it could. The gravest stands first among the findings, or second after the note on the closed model.
 */
function noticedRows({ deliveries: { lost, duplicated, reordered }, findings, plan, messages }: Report): Row[] {
  const early = messages.sent > 0 ? undefined : findings.find((finding) => finding.startsWith(ENDED_AT_FIRST));
  if (early !== undefined) return [{ label: 'noticed', text: printable(early), isSpare: true, tone: 'bad' }];
  const gravest = findings[plan.rate === 'max' ? 1 : 0];
  if (lost + duplicated + reordered === 0 || gravest === undefined) return [];
  const doubt = lost === 0 ? undefined : findings.find((finding) => finding.endsWith(LONGER_DRAIN));
  const refusal = lost === 0 ? undefined : findings.find((finding) => finding.startsWith(UNNAMED_REFUSAL));
  const text = [refusal, gravest, doubt].filter((part) => part !== undefined).join(' ');
  return [{ label: 'noticed', text: printable(text), isSpare: true, ...(lost > 0 ? { tone: 'bad' } : {}) }];
}

function ackRows(report: Report): Row[] {
  const text = acksText(report);
  if (text === undefined) return [];
  const isWhole = report.acks?.acknowledged === report.acks?.asked;
  return [{ label: 'acknowledged', text, ...(isWhole ? {} : { tone: 'warn' }) }];
}

function throughputRows({ tps, messages, plan }: Report): Row[] {
  if (messages.sent === 0) return [];
  const asked = plan.rate === 'max' ? '' : ` of ${formatRate(offeredRate(plan.rate, tps.intended))}`;
  const refused = messages.refused === 0 ? '' : ` (${formatCount(messages.refused)} refused)`;
  const beside = messages.otherEvents === 0 ? '' : `; ${formatCount(messages.otherEvents)} other events`;
  const text = `${formatRate(tps.sent)}${asked} messages/s sent${refused}, ${formatRate(tps.delivered)} deliveries/s${beside}`;
  const model =
    plan.rate === 'max' ? [{ label: 'load', text: `closed model: ${loadText(plan)}`, isSpare: true } as const] : [];
  return [{ label: 'throughput', text, isSpare: true }, ...model];
}

/** The rate of the whole flood: merged runs that did not overlap offered less at a time than their plans add up to. */
function offeredRate(planned: number, intended: number): number {
  return Math.abs(intended - planned) > SAME_RATE_SHARE * planned ? intended : planned;
}

function connectionRows({ connections: { asked, opened, lost, reconnects } }: Report): Row[] {
  const again = reconnects === 0 ? '' : `, ${formatCount(reconnects)} times reconnected`;
  const text = `${formatCount(opened)} of ${formatCount(asked)} opened, ${formatCount(lost)} lost${again}`;
  return [{ label: 'connections', text, ...(opened < asked || lost > 0 ? { tone: 'warn' } : {}) }];
}

/** What became of those whose connections were cut by plan. */
function stormRows({ storms }: Report): Row[] {
  const rows = storms.slice(0, MOST_STORMS).map((storm, index): Row => {
    const label = index === 0 ? 'storms' : '';
    return { label, text: stormOutcomeText(storm), ...(storm.neverBack > 0 ? { tone: 'warn' } : {}) };
  });
  const rest = storms.length - rows.length;
  return rest === 0 ? rows : [...rows, { label: '', text: `and ${amount(rest, 'more storm')}`, isSpare: true }];
}

/** How users left by plan and came back. */
function sessionRows({ sessions }: Report): Row[] {
  if (sessions === null) return [];
  const text = sessionsOutcomeText(sessions);
  return [{ label: 'sessions', text, ...(sessions.neverBack > 0 ? { tone: 'warn' } : {}) }];
}

/** What the server did with what it could not deliver. */
function slowReaderRows({ slowReaders }: Report): Row[] {
  return slowReaders === null ? [] : [{ label: 'slow readers', text: slowReadersOutcomeText(slowReaders) }];
}

/** How long what was read beside took, and how far it was behind. */
function readRows(report: Report): Row[] {
  const text = readsText(report);
  const isWanting = report.reads !== null && report.reads.answered < report.reads.intended;
  return text === undefined ? [] : [{ label: 'reads', text, ...(isWanting ? { tone: 'warn' as const } : {}) }];
}

/** How far several entrances are apart; a finding tells where one differs. */
function entranceRows({ entrances, deliveries }: Report): Row[] {
  const [first] = entrances;
  if (first === undefined) return [];
  const bySpeed = entrances.toSorted((one, other) => (one.latencyMs.p50 ?? 0) - (other.latencyMs.p50 ?? 0));
  const [fastest, slowest] = [bySpeed[0] ?? first, bySpeed.at(-1) ?? first];
  const worst = entrances.reduce((most, entrance) => (entrance.lost > most.lost ? entrance : most), first);
  const parts = [
    formatCount(entrances.length),
    `p50 ${formatLatencyMs(fastest.latencyMs.p50)} to ${formatLatencyMs(slowest.latencyMs.p50)} (${printable(slowest.target, LONGEST_TARGET)})`,
    ...(worst.lost === 0
      ? []
      : [
          `${formatCount(worst.lost)} of ${formatCount(deliveries.lost)} lost at ${printable(worst.target, LONGEST_TARGET)}`,
        ]),
  ];
  return [{ label: 'entrances', text: parts.join(', '), isSpare: true }];
}

function errorRows(report: Report): Row[] {
  const { total, share } = report.errors;
  if (total === 0) return [{ label: 'errors', text: 'none' }];
  const kinds = errorKindsOf(report);
  const top = kinds.slice(0, MOST_ERROR_KINDS).map(({ kind, count }) => `${formatCount(count)} ${printable(kind, 40)}`);
  const rest = kinds.length > top.length ? `, and ${kinds.length - top.length} more kinds` : '';
  const text = `${formatCount(total)} (${formatShare(share)} of all operations): ${top.join(', ')}${rest}`;
  return [{ label: 'errors', text, tone: 'warn' }, ...saidRows(report)];
}

/** What the server said most often, in its own words. */
function saidRows({ errors: { reasons } }: Report): Row[] {
  if (reasons.length === 0) return [];
  const told = reasons
    .slice(0, MOST_REASONS_SAID)
    .map(({ text, count }) => `${formatCount(count)} × "${printable(text, LONGEST_REASON)}"`);
  return [{ label: 'server said', text: told.join(', '), isSpare: true, tone: 'warn' }];
}

function alertRows({ alerts }: Report): Row[] {
  const [first] = alerts;
  if (first === undefined) return [];
  const text = `${formatCount(alerts.length)}, the first at ${clock(first.second * 1000)}: ${printable(first.message)}`;
  return [{ label: 'alerts', text, tone: 'warn' }];
}

function verdictRows(report: Report, kind: RunKind): Row[] {
  if (kind === 'connect' && !isInDoubt(report, kind)) return [];
  const { level, times, counts, reasons } = report.verdict;
  const remedy = level === 'INVALID' ? remedyOf(report.verdict) : undefined;
  const told = reasons.slice(0, remedy === undefined ? MOST_REASONS : 1).map(({ message }) => printable(message));
  const rest = reasons.length > told.length ? [`and ${amount(reasons.length - told.length, 'more reason')}`] : [];
  const parts = times.level === counts.level ? level : `times ${times.level}, counts ${counts.level}`;
  const text =
    level === 'VALID' ? 'VALID: the numbers can be believed' : [parts, ...told, ...rest].join('; ').replace(';', ':');
  return [
    { label: 'verdict', text, tone: VERDICT_TONES[level] },
    ...(remedy === undefined ? [] : [{ label: 'what to do', text: remedy, tone: VERDICT_TONES[level] } as const]),
  ];
}

function canaryRows({ canary }: Report): Row[] {
  if (canary === null) return [];
  const { p50, max } = canary.latencyMs.fanout;
  const text = `${formatCount(canary.received)} of ${formatCount(canary.expected)}, fan-out p50 ${formatLatencyMs(p50)}, max ${formatLatencyMs(max)}`;
  return [{ label: 'canary', text, isSpare: true }];
}

/** The server as it was seen from outside. */
function serverRows(report: Report): Row[] {
  const texts = serverTexts(report);
  return texts.length === 0
    ? []
    : [
        {
          label: 'server',
          text: texts.join('; '),
          ...(report.server?.memoryKeepsGrowing === true ? { tone: 'warn' } : {}),
        },
      ];
}

function auditRows({ audit }: Report): Row[] {
  if (audit === null) return [];
  const told = auditTexts(audit);
  const text = told.length === 0 ? 'nothing to look for' : told.join(', ');
  const { texts, more } = missingTexts(audit, MOST_MISSING);
  if (texts.length + more === 0) return [{ label: 'audit', text }];
  const others = more === 0 ? '' : `; and ${formatCount(more)} more`;
  return [
    { label: 'audit', text, tone: 'bad' },
    { label: 'missing', text: `${texts.join('; ')}${others}`, tone: 'bad', isSpare: true },
  ];
}

function thresholdRows(thresholds: readonly ThresholdResult[]): Row[] {
  const worstFirst = thresholds.toSorted((one, other) => Number(one.passed) - Number(other.passed));
  const rows = worstFirst.slice(0, MOST_THRESHOLDS).map((threshold, index): Row => {
    const { expression, passed } = threshold;
    const measured = printable(actualText(threshold));
    const text = `${passed ? MARKS.good : MARKS.bad} ${printable(expression)} (${measured})`;
    return { label: index === 0 ? 'thresholds' : '', text, tone: passed ? 'good' : 'bad' };
  });
  const rest = worstFirst.slice(MOST_THRESHOLDS);
  if (rest.length === 0) return rows;
  const failed = rest.filter(({ passed }) => !passed).length;
  return [...rows, { label: '', text: `and ${rest.length} more, of which ${failed} failed` }];
}

function gradeRows({ grade: { level, next }, messages }: Report): Row[] {
  if (messages.sent === 0) return [];
  const text = `${level ?? 'none'}${next === null ? '' : `; ${printable(next)}`}`;
  return [{ label: 'grade', text, isSpare: true, ...(level === null ? {} : { tone: 'good' }) }];
}

function nextRows(report: Report, kind: RunKind): Row[] {
  const text = nextStepOf(report, kind);
  return text === undefined ? [] : [{ label: 'next', text }];
}
