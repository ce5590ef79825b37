import { columnsOf, cutToColumns, padRight } from '../../core/language/columns.js';
import { tellerOf } from '../../core/language/retell.js';
import { message, type Wording } from '../../core/language/words.js';
import type { PhaseName } from '../../core/phases.js';
import { phaseLabel, type RunKind } from '../../core/plan.js';
import { printable } from '../../core/text.js';
import { formatLatencyMs, formatRate } from '../../core/units.js';
import { type Alert, saidAlert } from '../../judgement/alerts.js';
import type { LiveSecond, PhaseProgress } from '../../metrics/run-events.js';

/** Width of the column of phase names. */
export const LABEL_WIDTH = 11;

const LONGEST_STAGE = 24;

/** The name of a phase, as wide as their column. */
export function phaseColumn(phase: PhaseName, kind: RunKind, words: Wording): string {
  return padRight(words.text(`phase.${phaseLabel(phase, kind)}`), LABEL_WIDTH);
}

/** A part of a line. */
export interface Field {
  readonly text: string;
  /** When the line is too long, the fields with the smallest number go first. */
  readonly importance: number;
}

/** What is between two fields. */
export const FIELD_SEPARATOR = '  ';

/** Fields side by side, without the least important ones where they do not fit. */
export function fitFields(fields: readonly Field[], width: number): string {
  let left = fields;
  const line = (): string => left.map(({ text }) => text).join(FIELD_SEPARATOR);
  while (left.length > 1 && columnsOf(line()) > width) {
    const least = left.reduce((one, other) => (other.importance < one.importance ? other : one));
    left = left.filter((field) => field !== least);
  }
  return cutToColumns(line(), Math.max(0, width));
}

/** The numbers of the last second. */
export function secondFields(second: LiveSecond, kind: RunKind, words: Wording): Field[] {
  const { sentPerSecond, deliveredPerSecond, p50Ms, p99Ms, missing } = second;
  if (kind === 'connect') return stateFields(second, words);
  return [
    { text: words.text('progress.sent', { rate: sentPerSecond }), importance: 3 },
    { text: words.text('progress.delivered', { rate: deliveredPerSecond }), importance: 5 },
    { text: `p50 ${formatLatencyMs(p50Ms)}`, importance: 1 },
    { text: `p99 ${formatLatencyMs(p99Ms)}`, importance: 4 },
    { text: words.text('progress.missing', { count: missing }), importance: 6 },
  ];
}

/** How the run stands. */
export function stateFields({ errors, connectionsOpen }: LiveSecond, words: Wording): Field[] {
  return [
    { text: words.text('progress.errors', { count: errors }), importance: 2 },
    { text: words.text('progress.open', { count: connectionsOpen }), importance: 0 },
  ];
}

/** `0:12 of 0:30, 0:18 left`. */
export function timeFields({ elapsedMs, durationMs }: LiveSecond, words: Wording): Field[] {
  const leftMs = Math.max(0, durationMs - elapsedMs);
  return [
    { text: ofText(clock(Math.min(elapsedMs, durationMs)), clock(durationMs), words), importance: 9 },
    { text: words.text('progress.left', { time: clock(leftMs) }), importance: 7 },
  ];
}

/** `0:12 of 0:30` */
export function ofText(done: string, all: string, words: Wording): string {
  return words.text('progress.of', { done, all });
}

/** `spike (3 of 4) 0:01 of 0:02`: which stage of the load goes on, and how far that is. */
export function stageFields({ stage }: LiveSecond, words: Wording): Field[] {
  if (stage === null) return [];
  const { name, place, of, elapsedMs, durationMs, measured } = stage;
  const text = words.text('progress.stage', {
    name: printable(name, LONGEST_STAGE),
    place,
    of,
    elapsed: clock(elapsedMs),
    duration: clock(durationMs),
    unmeasured: measured ? '' : message('progress.stage.unmeasured'),
  });
  return [{ text, importance: 8 }];
}

/** `Alert at 0:12: undelivered backlog: 12,040 (backlog>10000)`. */
export function alertText(alert: Alert, words: Wording): string {
  return words.text('progress.alert', { time: clock(alert.second * 1000), text: saidAlert(alert) });
}

/** A notice, in the language of the user. */
export function noticeText(notice: string, words: Wording): string {
  return printable(tellerOf(words)(notice), 400);
}

/** `0:05`, `12:30`, `1:02:30`. */
export function clock(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${twoDigits(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${twoDigits(seconds % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** How a phase ended: `30 of 30 in 0.21 s, 143/s`. */
export function phaseResult(
  { phase, attempted, succeeded, failed }: PhaseProgress,
  durationMs: number,
  words: Wording,
): string {
  const time = (durationMs / 1000).toFixed(durationMs < 10_000 ? 2 : 1);
  if (phase === 'drain' || attempted === 0) return `${time} s`;
  const perSecond = durationMs > 0 ? `, ${formatRate((succeeded * 1000) / durationMs)}/s` : '';
  const failures = failed === 0 ? '' : `, ${words.text('progress.failed', { count: failed })}`;
  return words.text('progress.in', { done: succeeded, all: attempted, time, rest: `${perSecond}${failures}` });
}

/** What an audit waits for that has looked at everything once; undefined for whatever else. */
export function waitingText({ notYetStored = 0 }: PhaseProgress, words: Wording): string | undefined {
  return notYetStored === 0 ? undefined : words.text('progress.not-stored', { count: notYetStored });
}

/** Did operations of the phase fail? A drain has none: the copies that it waits for in vain are told as lost. */
export function hasFailed({ phase, failed }: PhaseProgress): boolean {
  return failed > 0 && phase !== 'drain';
}
