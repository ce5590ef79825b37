import type { Problem } from '../core/errors.js';

/** Where a problem is in a file, and the key that it is about. */
const PLACE = /:(\d+):(\d+)(?:: \w+)?$/;

/** The same problems with those of one file together, in the order of its lines; files and flags keep their order. */
export function inFileOrder(problems: readonly Problem[]): Problem[] {
  const sources = [...new Set(problems.map(sourceOf))];
  return problems.toSorted(
    (one, other) =>
      sources.indexOf(sourceOf(one)) - sources.indexOf(sourceOf(other)) ||
      line(one) - line(other) ||
      column(one) - column(other),
  );
}

function sourceOf({ where }: Problem): string {
  return where.replace(PLACE, '');
}

function line({ where }: Problem): number {
  return Number(PLACE.exec(where)?.[1] ?? 0);
}

function column({ where }: Problem): number {
  return Number(PLACE.exec(where)?.[2] ?? 0);
}
