import { tellerOf } from '../core/language/retell.js';
import { ENGLISH, type Wording } from '../core/language/words.js';
import { nameOfServer } from '../core/server-watch.js';
import {
  formatBytes,
  formatCores,
  formatGrowth,
  formatLatencyMs,
  formatNumber,
  formatRate,
  formatShare,
} from '../core/units.js';
import { GRADES } from './grade.js';
import type { ThresholdResult } from './thresholds.js';

/** A threshold's value in the unit of its expression (of a time, a share, a rate, or a count), and what is to be said of it. */
export function actualText({ expression, actual, note }: ThresholdResult, words: Wording = ENGLISH): string {
  if (actual === null) return note === undefined ? words.text('threshold.nothing') : tellerOf(words)(note);
  const text = amountText(expression, actual, words);
  return note === undefined ? text : `${text}, ${tellerOf(words)(note)}`;
}

function amountText(expression: string, actual: number, words: Wording): string {
  const ofServer = serverAmountText(expression, actual);
  if (ofServer !== undefined) return ofServer;
  if (/^\s*grade\b/.test(expression)) {
    const grade = GRADES[actual] ?? 'none';
    return grade === 'none' ? words.text('summary.no-grade') : grade;
  }
  // A limit in seconds or parts of them is one on a time.
  if (/\d\s*(?:us|ms|s)\s*$/.test(expression)) return formatLatencyMs(actual);
  return expression.trimEnd().endsWith('%') ? formatShare(actual) : formatRate(actual);
}

/** The value of a threshold on the server, in the unit of its expression; undefined where it is on something else. */
function serverAmountText(expression: string, actual: number): string | undefined {
  if (nameOfServer(expression) === undefined) return undefined;
  const [, unit = ''] = /([a-zA-Z%]*)(?:\/\w+)?\s*$/.exec(expression) ?? [];
  const format =
    unit === '%' ? formatCores : unit.endsWith('B') ? formatBytes : unit.endsWith('s') ? formatLatencyMs : formatNumber;
  return expression.trimStart().startsWith('growth') ? formatGrowth(actual, format) : format(actual);
}
