import { printable } from '../core/text.js';

/** How a measured value is compared with a limit. */
export const COMPARISONS = {
  '<=': (actual, limit) => actual <= limit,
  '>=': (actual, limit) => actual >= limit,
  '==': (actual, limit) => actual === limit,
  '!=': (actual, limit) => actual !== limit,
  '<': (actual, limit) => actual < limit,
  '>': (actual, limit) => actual > limit,
} as const satisfies Record<string, (actual: number, limit: number) => boolean>;

export type Comparison = keyof typeof COMPARISONS;

/** Milliseconds of a unit. */
const LATENCY_UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000 };

/** The left and the right side of an expression, and the comparison between them. */
export interface Sides {
  readonly left: string;
  readonly comparison: Comparison;
  readonly limit: number;
  readonly unit: string;
}

/** An expression that is meant as `statistic(latency)`, or only a name. */
export type Subject = { readonly name: string } | { readonly statistic: string; readonly latency: string };

/**
 * Takes an expression apart: `errors<1%` → `errors`, `<`, 1, `%`.
 * @param example an expression that is right, for the complaint
 * @returns the parts, or what is wrong with the expression, one sentence
 */
export function splitSides(expression: string, example: string): Sides | string {
  const shown = `"${printable(expression, 80)}"`;
  const match = /^([^<>=!]*)([<>=!]+)([^<>=!]*)$/.exec(expression);
  if (match === null) return `${shown} compares nothing; an example is ${example}`;
  const [, left = '', operator = '', right = ''] = match;
  if (!isComparison(operator)) return `unknown operator "${operator}"; there is < <= == != >= >`;
  const amount = /^(\d+(?:\.\d+)?)\s*([a-z%]*)$/i.exec(right.trim());
  if (amount === null)
    return `"${printable(right.trim(), 40)}" in ${shown} is no number with a unit; an example is ${example}`;
  return { left: left.trim(), comparison: operator, limit: Number(amount[1]), unit: amount[2] ?? '' };
}

/** What the left side names. */
export function subjectOf({ left }: Sides): Subject {
  const called = /^(\w*)\s*\(\s*(\w*)\s*\)$/.exec(left);
  return called === null ? { name: left } : { statistic: called[1] ?? '', latency: called[2] ?? '' };
}

/**
 * The limit of a latency in milliseconds, or what is wrong with its unit.
 * @param example an expression that is right but for its number and unit: `p99(delivery)<250ms`
 */
export function latencyLimitMs({ limit, unit }: Sides, example: string): number | string {
  const unitMs = Object.hasOwn(LATENCY_UNITS, unit) ? LATENCY_UNITS[unit] : undefined;
  if (unitMs !== undefined) return limit * unitMs;
  const problem = unit === '' ? `${limit} needs a unit` : `a latency has no unit "${unit}"`;
  return `${problem}: us, ms or s; an example is ${example}`;
}

function isComparison(operator: string): operator is Comparison {
  return Object.hasOwn(COMPARISONS, operator);
}
