import { formatCount, formatLatencyMs, formatShare } from '../core/units.js';

/** A threshold's value in the unit of its expression: of a latency, a share, or a count. */
export function actualText(expression: string, actual: number | null): string {
  if (actual === null) return 'nothing to judge by';
  if (expression.includes('(')) return formatLatencyMs(actual);
  return expression.trimEnd().endsWith('%') ? formatShare(actual) : formatCount(actual);
}
