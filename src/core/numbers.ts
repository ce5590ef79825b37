import { recordOf } from './records.js';

/** The sum of all; 0 without any. */
export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The sums of these fields of all. */
export function sumsOf<Name extends string>(
  parts: readonly Readonly<Record<Name, number>>[],
  names: readonly Name[],
): Record<Name, number> {
  return recordOf(names, (name) => sumOf(parts.map((part) => part[name])));
}

/** The highest of those that are known; null without any. */
export function highestOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
