import { formatBytes, formatCount, formatLatencyMs } from '../../core/units.js';
import { isUnknown } from './certainty.js';
import type { Candidate, Change, ChangeUnit, ComparedRun, RegressionResult } from './comparison-types.js';

/** Changes that a headline names. */
const MOST_NAMED = 3;
/** From here on a rate has no decimals. */
const WHOLE_FROM = 100;

/** A comparison's answer in a sentence; nothing in it comes from outside. */
export function answerOf({ judgement, changes, regressions }: Candidate): string {
  const failed = failedBoundsText(regressions);
  const bounds = failed === '' ? '' : `; ${failed}`;
  if (judgement === 'noise') {
    return `NOISE: nothing changed by more than two runs of the same thing differ${bounds}`;
  }
  const real = changes.filter((change) => change.counts && change.judgement === judgement);
  const named = real.slice(0, MOST_NAMED).map((change) => `${change.metric} ${sizeOf(change)}`);
  const rest = real.length > named.length ? [`and ${real.length - named.length} more`] : [];
  return `${judgement.toUpperCase()}: ${[...named, ...rest].join(', ')}${bounds}`;
}

/** `1 of 3 bounds on regressions did not hold, 1 cannot be decided`; empty where all held. */
export function failedBoundsText(results: readonly RegressionResult[]): string {
  const failed = results.filter(({ passed }) => !passed);
  const open = failed.filter(isOpen).length;
  const broken = failed.length - open;
  const all = `of ${results.length} bounds on regressions`;
  if (broken === 0) return open === 0 ? '' : `${open} ${all} cannot be decided`;
  return `${broken} ${all} did not hold${open === 0 ? '' : `, ${open} cannot be decided`}`;
}

/** Has a bound failed for lack of something to judge by, rather than for a regression? */
export function isOpen({ passed, reason }: RegressionResult): boolean {
  return !passed && reason !== null;
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
export function rangeText({ low, high, floor, unit, judgement }: Change): string {
  if (judgement === null) return '–';
  if (low === null && high === null) return floor === 0 ? 'exact' : 'unknown';
  const end = (value: number | null, unbounded: string): string =>
    value === null ? unbounded : changeText({ change: value, unit });
  return `${end(low, '−∞')} … ${end(high, '+∞')}`;
}

/** `noise`, `better`, `WORSE`, `?` for what nothing can be said of, and `–` for what cannot be compared. */
export function judgementText(change: Change): string {
  if (isUnknown(change)) return '?';
  return change.judgement === 'worse' ? 'WORSE' : (change.judgement ?? '–');
}

/** What people call a run: where its report is, or that it has just ended. */
export function nameOf({ file }: ComparedRun): string {
  return file ?? 'this run';
}

/** A bound and what became of it: `p99(delivery)>10% (+3.1 %; beyond the bound, but noise)`. */
export function boundText({ actual, reason }: RegressionResult, change: Change | undefined): string {
  const size = change === undefined || actual === null ? '' : sizeOf(change);
  return [size, reason ?? ''].filter((text) => text !== '').join('; ');
}

function numberText(value: number): string {
  return value < WHOLE_FROM && !Number.isInteger(value) ? value.toFixed(1) : formatCount(value);
}

function signOf(value: number): string {
  return value < 0 ? '−' : '+';
}
