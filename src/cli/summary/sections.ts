import { ENDED_AT_FIRST, UNNAMED_REFUSAL } from '../../chat/refusals.js';
import { message, type Wording } from '../../core/language/words.js';
import type { RunKind } from '../../core/plan.js';
import { printable } from '../../core/text.js';
import { formatCount, formatRate } from '../../core/units.js';
import { LONGER_DRAIN } from '../../judgement/findings/losses.js';
import { areLostOnesRefused } from '../../report/refusals.js';
import type { Report } from '../../report/report-types.js';
import { readsText } from '../../report/reads-report.js';
import { sessionsOutcomeText } from '../../report/session-report.js';
import { slowReadersOutcomeText } from '../../report/slow-reader-report.js';
import { unmeasuredText } from '../../report/stage-table.js';
import { stormOutcomeText } from '../../report/storm-texts.js';
import { acksText, asideTexts, costText, errorKindsOf, loadText } from '../../report/texts.js';
import { clock } from '../progress/texts.js';
import {
  auditRows,
  canaryRows,
  gradeRows,
  nextRows,
  serverRows,
  thresholdRows,
  verdictRows,
} from './judgement-rows.js';
import { agentRows } from './agent-rows.js';
import type { Voice } from '../../report/voice.js';
import type { Row } from './row.js';

const MOST_ERROR_KINDS = 3;
const MOST_STORMS = 2;
const LONGEST_TARGET = 40;
const MOST_REASONS_SAID = 3;
const LONGEST_REASON = 60;
/** How far the ends of a flood fall from whole seconds, as a share of its rate. */
const SAME_RATE_SHARE = 0.01;

/** What the rows are made from. */
export interface RowsContext {
  readonly report: Report;
  readonly kind: RunKind;
  /** Reports that have been written to files. */
  readonly files: readonly string[];
  /** Are rows left out that would make it higher than a screen? A log has room for all of them. */
  readonly fitsScreen: boolean;
  readonly voice: Voice;
}

/** Everything below the headline and the table, in its order; a section without anything to say is empty. */
export function rowsOf({ report, kind, files, fitsScreen, voice }: RowsContext): Row[] {
  const { words } = voice;
  return [
    ...unmeasuredRows(report, words),
    ...deliveryRows(report, words),
    ...ackRows(report, words),
    ...noticedRows(report, voice),
    ...throughputRows(report, words),
    ...connectionRows(report, words),
    ...stormRows(report, words),
    ...sessionRows(report, words),
    ...slowReaderRows(report, words),
    ...readRows(report, words),
    ...entranceRows(report, words),
    ...errorRows(report, words),
    ...alertRows(report, voice),
    ...verdictRows(report, kind, voice),
    ...canaryRows(report, words),
    ...serverRows(report, words),
    { label: words.text('label.generator'), text: costText(report, words), isSpare: true },
    ...agentRows(report, words),
    ...auditRows(report, words),
    ...thresholdRows(report.thresholds, words, fitsScreen ? 'screen' : 'log'),
    ...(kind === 'connect' ? [] : gradeRows(report, voice)),
    ...nextRows(report, kind, words),
    ...(files.length === 0
      ? []
      : [{ label: words.text('label.written'), text: files.map((file) => printable(file)).join(', ') }]),
  ];
}

/** Half a line: what of the load is in none of the numbers. */
function unmeasuredRows(report: Report, words: Wording): Row[] {
  const text = unmeasuredText(report, words);
  return text === undefined ? [] : [{ label: words.text('label.not-measured'), text }];
}

function deliveryRows(report: Report, words: Wording): Row[] {
  const { expected, received, lost, duplicated, reordered } = report.deliveries;
  if (expected === 0) return [];
  const more = [
    message('flaw.duplicated', { count: duplicated }),
    message('flaw.reordered', { count: reordered }),
    ...asideTexts(report, words),
  ];
  const refused = areLostOnesRefused(report) ? message('summary.of-refused') : '';
  const text = words.text('summary.deliveries', { received, expected, lost, refused, more });
  return [{ label: words.text('label.deliveries'), text, ...(lost > 0 ? { tone: 'bad' } : {}) }];
}

/**
 * Where and when deliveries went wrong: the gravest finding, the doubt that copies may only have been late, and refusals that the
 * dialect does not name; of a run that sent nothing, what ended before it could. The gravest stands first among the findings, or second after the note on the closed model.
 */
function noticedRows(report: Report, { words, tell }: Voice): Row[] {
  const { deliveries, findings, plan, messages } = report;
  const { lost, duplicated, reordered } = deliveries;
  const label = words.text('label.noticed');
  const early = messages.sent > 0 ? undefined : findings.find((finding) => finding.startsWith(ENDED_AT_FIRST));
  if (early !== undefined) return [{ label, text: printable(tell(early)), isSpare: true, tone: 'bad' }];
  const gravest = findings[plan.rate === 'max' ? 1 : 0];
  if (lost + duplicated + reordered === 0 || gravest === undefined) return [];
  const doubt = lost === 0 ? undefined : findings.find((finding) => finding.endsWith(LONGER_DRAIN));
  const refusal = lost === 0 ? undefined : findings.find((finding) => finding.startsWith(UNNAMED_REFUSAL));
  const text = [refusal, gravest, doubt]
    .filter((part) => part !== undefined)
    .map(tell)
    .join(' ');
  return [{ label, text: printable(text), isSpare: true, ...(lost > 0 ? { tone: 'bad' } : {}) }];
}

function ackRows(report: Report, words: Wording): Row[] {
  const text = acksText(report, words);
  if (text === undefined) return [];
  const isWhole = report.acks?.acknowledged === report.acks?.asked;
  return [{ label: words.text('label.acknowledged'), text, ...(isWhole ? {} : { tone: 'warn' }) }];
}

function throughputRows({ tps, messages, plan }: Report, words: Wording): Row[] {
  if (messages.sent === 0) return [];
  const text = words.text('summary.throughput', {
    sent:
      plan.rate === 'max'
        ? formatRate(tps.sent)
        : message('summary.throughput.of', { sent: tps.sent, asked: offeredRate(plan.rate, tps.intended) }),
    refused: messages.refused === 0 ? '' : message('summary.throughput.refused', { count: messages.refused }),
    delivered: tps.delivered,
    beside: messages.otherEvents === 0 ? '' : message('summary.throughput.beside', { count: messages.otherEvents }),
  });
  const row: Row = { label: words.text('label.throughput'), text, isSpare: true };
  if (plan.rate !== 'max') return [row];
  const load = words.text('summary.closed-model', { load: loadText(plan, words) });
  return [row, { label: words.text('label.load'), text: load, isSpare: true }];
}

/** The rate of the whole flood: merged runs that did not overlap offered less at a time than their plans add up to. */
function offeredRate(planned: number, intended: number): number {
  return Math.abs(intended - planned) > SAME_RATE_SHARE * planned ? intended : planned;
}

function connectionRows({ connections: { asked, opened, lost, reconnects } }: Report, words: Wording): Row[] {
  const again = reconnects === 0 ? '' : message('summary.connections.again', { count: reconnects });
  const text = words.text('summary.connections', { opened, asked, lost, again });
  return [{ label: words.text('label.connections'), text, ...(opened < asked || lost > 0 ? { tone: 'warn' } : {}) }];
}

/** What became of those whose connections were cut by plan. */
function stormRows({ storms }: Report, words: Wording): Row[] {
  const rows = storms.slice(0, MOST_STORMS).map((storm, index): Row => {
    const label = index === 0 ? words.text('label.storms') : '';
    return { label, text: stormOutcomeText(storm, words), ...(storm.neverBack > 0 ? { tone: 'warn' } : {}) };
  });
  const rest = storms.length - rows.length;
  return rest === 0
    ? rows
    : [...rows, { label: '', text: words.text('summary.more-storms', { count: rest }), isSpare: true }];
}

/** How users left by plan and came back. */
function sessionRows({ sessions }: Report, words: Wording): Row[] {
  if (sessions === null) return [];
  const text = sessionsOutcomeText(sessions, words);
  return [{ label: words.text('label.sessions'), text, ...(sessions.neverBack > 0 ? { tone: 'warn' } : {}) }];
}

/** What the server did with what it could not deliver. */
function slowReaderRows({ slowReaders }: Report, words: Wording): Row[] {
  if (slowReaders === null) return [];
  return [{ label: words.text('label.slow-readers'), text: slowReadersOutcomeText(slowReaders, words) }];
}

/** How long what was read beside took, and how far it was behind. */
function readRows(report: Report, words: Wording): Row[] {
  const text = readsText(report, words);
  const isWanting = report.reads !== null && report.reads.answered < report.reads.intended;
  const label = words.text('label.reads');
  return text === undefined ? [] : [{ label, text, ...(isWanting ? { tone: 'warn' as const } : {}) }];
}

/** How far several entrances are apart; a finding tells where one differs. */
function entranceRows({ entrances, deliveries }: Report, words: Wording): Row[] {
  const [first] = entrances;
  if (first === undefined) return [];
  const bySpeed = entrances.toSorted((one, other) => (one.latencyMs.p50 ?? 0) - (other.latencyMs.p50 ?? 0));
  const [fastest, slowest] = [bySpeed[0] ?? first, bySpeed.at(-1) ?? first];
  const worst = entrances.reduce((most, entrance) => (entrance.lost > most.lost ? entrance : most), first);
  const text = words.text('summary.entrances', {
    count: entrances.length,
    fastest: fastest.latencyMs.p50,
    slowest: slowest.latencyMs.p50,
    target: printable(slowest.target, LONGEST_TARGET),
    worst:
      worst.lost === 0
        ? ''
        : message('summary.entrances.worst', {
            lost: worst.lost,
            all: deliveries.lost,
            target: printable(worst.target, LONGEST_TARGET),
          }),
  });
  return [{ label: words.text('label.entrances'), text, isSpare: true }];
}

function errorRows(report: Report, words: Wording): Row[] {
  const { total, share } = report.errors;
  if (total === 0) return [{ label: words.text('label.errors'), text: words.text('summary.no-errors') }];
  const kinds = errorKindsOf(report);
  const top = kinds.slice(0, MOST_ERROR_KINDS).map(({ kind, count }) => `${formatCount(count)} ${printable(kind, 40)}`);
  const rest = kinds.length - top.length;
  const more = rest === 0 ? '' : message('summary.errors.more', { count: rest });
  const text = words.text('summary.errors', { total, share, kinds: top, more });
  return [{ label: words.text('label.errors'), text, tone: 'warn' }, ...saidRows(report, words)];
}

/** What the server said most often, in its own words. */
function saidRows({ errors: { reasons } }: Report, words: Wording): Row[] {
  if (reasons.length === 0) return [];
  const told = reasons
    .slice(0, MOST_REASONS_SAID)
    .map(({ text, count }) => `${formatCount(count)} × "${printable(text, LONGEST_REASON)}"`);
  return [{ label: words.text('label.server-said'), text: told.join(', '), isSpare: true, tone: 'warn' }];
}

function alertRows({ alerts }: Report, { words, tell }: Voice): Row[] {
  const [first] = alerts;
  if (first === undefined) return [];
  const text = words.text('summary.alerts', {
    count: alerts.length,
    time: clock(first.second * 1000),
    text: printable(tell(first.message)),
  });
  return [{ label: words.text('label.alerts'), text, tone: 'warn', isSpare: true }];
}
