import type { AnyMessage } from '../../core/language/template.js';
import { message, type Wording } from '../../core/language/words.js';
import { keysOf } from '../../core/records.js';
import { formatBytes, formatCount, formatLatencyMs } from '../../core/units.js';
import type { Voice } from '../voice.js';
import { doubtsOf, isDoubtful } from './certainty.js';
import type { Candidate, Change, ChangeUnit, ComparedRun, RegressionResult } from './comparison-types.js';

/** Changes that a headline names. */
const MOST_NAMED = 3;
/** From here on a rate has no decimals. */
const WHOLE_FROM = 100;

/** A comparison's answer in a sentence; nothing in it comes from outside. */
export function answerOf(candidate: Candidate): AnyMessage {
  const { judgement, changes, regressions } = candidate;
  const failed = failedBounds(regressions);
  const bounds = failed === undefined ? '' : message('compare.answer.bounds', { bounds: failed });
  if (judgement !== 'noise') {
    const real = changes.filter((change) => change.counts && change.judgement === judgement);
    return message(`compare.answer.${judgement}`, { changes: namedChanges(real), bounds });
  }
  const doubts = doubtsOf(candidate);
  if (doubts.length > 0) return message('compare.answer.undecided', { changes: namedChanges(doubts), bounds });
  return message(changes.some(isOfJudgedTimes) ? 'compare.answer.noise' : 'compare.answer.noise-counts', { bounds });
}

/** A time that was judged: where there is none, the answer is about counts alone. */
function isOfJudgedTimes({ unit, judgement }: Change): boolean {
  return unit !== 'count' && judgement !== null;
}

function namedChanges(changes: readonly Change[]): AnyMessage[] {
  const named = changes
    .slice(0, MOST_NAMED)
    .map((change) => message('compare.change', { metric: change.metric, size: sizeOf(change) }));
  const rest = changes.length - named.length;
  return rest > 0 ? [...named, message('compare.more', { count: rest })] : named;
}

/** `1 of 3 bounds on regressions did not hold, 1 cannot be decided, 1 not judged`; undefined where all held. */
export function failedBounds(results: readonly RegressionResult[]): AnyMessage | undefined {
  const count = (is: (result: RegressionResult) => boolean): number => results.filter(is).length;
  const counts = {
    failed: count(({ passed, reason }) => !passed && reason === null),
    open: count((result) => isOpen(result) && !isUnjudged(result)),
    unjudged: count(isUnjudged),
  };
  const parts = keysOf(counts)
    .filter((name) => counts[name] > 0)
    .map((name, index) => {
      const told = { count: counts[name], what: message(`compare.bounds.${name}`) };
      return index === 0
        ? message('compare.bounds.of', { ...told, all: results.length })
        : message('compare.bounds.also', told);
    });
  return parts.length === 0 ? undefined : message('list.commas', { parts });
}

/** Was there nothing to judge by, so that it neither holds nor shows a regression? */
export function isOpen(result: RegressionResult): boolean {
  return (!result.passed && result.reason !== null) || isUnjudged(result);
}

/** Was a bound let pass because the base says nothing of what it bounds? */
export function isUnjudged({ passed, actual, reason }: RegressionResult): boolean {
  return passed && actual === null && reason !== null;
}

/** Has the number really changed, for better or worse? */
export function isReal({ judgement }: Change): boolean {
  return judgement === 'better' || judgement === 'worse';
}

/** `+10.2 ms (+879 %)` */
export function sizeOf(change: Change): string {
  const relative = relativeText(change);
  return relative === '' ? changeText(change) : `${changeText(change)} (${relative})`;
}

/** `12.4 ms`, `1,000/s`, `126`, `8.5 %`; `–` for what was not measured. */
export function valueText(value: number | null, unit: ChangeUnit): string {
  if (value === null) return '–';
  switch (unit) {
    case 'ms':
      return formatLatencyMs(value);
    case 'perSecond':
      return `${numberText(value)}/s`;
    case 'count':
      return formatCount(value);
    case 'share':
      return `${(value * 100).toFixed(1)} %`;
    case 'bytes':
      return formatBytes(value);
    default:
      return unit satisfies never;
  }
}

/** The same with its sign: `+10.2 ms`, `−5`, `0`. A change of a share is in percentage points. */
export function changeText({ change, unit }: Pick<Change, 'change' | 'unit'>): string {
  if (change === null) return '–';
  if (change === 0) return '0';
  return `${signOf(change)}${valueText(Math.abs(change), unit).replace(/ %$/, ' pp')}`;
}

/** `+879 %`; empty where the base is nothing. */
export function relativeText({ relative }: Change): string {
  if (relative === null) return '';
  const percent = Math.abs(relative) * 100;
  if (percent === 0) return '0 %';
  const digits = percent < 10 ? 1 : 0;
  return `${signOf(relative)}${percent.toFixed(digits)} %`;
}

/** Where the true change is: `+9.90 ms … +10.5 ms`, `exact` for what was counted, `unknown` where nothing bounds it. */
export function rangeText({ low, high, floor, unit, judgement }: Change, words: Wording): string {
  if (judgement === null) return '–';
  if (low === null && high === null) return words.text(floor === 0 ? 'compare.range.exact' : 'compare.range.unknown');
  const end = (value: number | null, unbounded: string): string =>
    value === null ? unbounded : changeText({ change: value, unit });
  return `${end(low, '−∞')} … ${end(high, '+∞')}`;
}

/** `noise`, `better`, `WORSE`, `?` for what may be noise or a change, and `–` for what cannot be compared. */
export function judgementText(change: Change, words: Wording): string {
  if (isDoubtful(change)) return '?';
  return change.judgement === null ? '–' : words.text(`compare.judged.${change.judgement}`);
}

/** What people call a run: where its report is, or that it has just ended. */
export function nameOf({ file }: ComparedRun, words: Wording): string {
  return file ?? words.text('compare.this-run');
}

/** A bound and what became of it: `p99(delivery)>10% (+3.1 %; beyond the bound, but noise)`. */
export function boundText(
  { actual, reason }: RegressionResult,
  change: Change | undefined,
  { tell }: Pick<Voice, 'tell'>,
): string {
  const size = change === undefined || actual === null ? '' : sizeOf(change);
  return [size, reason === null ? '' : tell(reason)].filter((text) => text !== '').join('; ');
}

function numberText(value: number): string {
  return value < WHOLE_FROM && !Number.isInteger(value) ? value.toFixed(1) : formatCount(value);
}

function signOf(value: number): string {
  return value < 0 ? '−' : '+';
}
