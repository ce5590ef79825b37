import type { PageHeat } from '../../report/page/page-types.js';

/** Which copies are shown: the senders' own, those of all other members, or both. */
export type ShownKind = 'fanout' | 'echo' | 'delivery';

/** A heat map to draw. */
export interface HeatBins {
  /** Counts by column of time; each begins at its own first bin. */
  readonly columns: readonly { readonly first: number; readonly counts: readonly number[] }[];
  readonly secondsPerColumn: number;
  /** Lowest bin in use, the one above the highest, and the largest count; undefined when all is empty. */
  readonly extent: { readonly low: number; readonly high: number; readonly most: number } | undefined;
  /** The lower end of a bin, milliseconds. */
  readonly lowMsOf: (bin: number) => number;
  /** The bin of a latency. */
  readonly binOf: (latencyMs: number) => number;
}

/** The bins of one kind of copy. */
export function heatBinsOf({ binsPerDecade, secondsPerColumn, columns }: PageHeat, kind: ShownKind): HeatBins {
  const shown =
    kind === 'delivery'
      ? Array.from({ length: Math.max(columns.echo.length, columns.fanout.length) }, (_, index) =>
          sumOf(columns.echo[index] ?? [], columns.fanout[index] ?? []),
        )
      : columns[kind];
  const parts = shown.map(([first = 0, ...counts]) => ({ first, counts }));
  return {
    columns: parts,
    secondsPerColumn,
    extent: extentOf(parts),
    lowMsOf: (bin) => 10 ** (bin / binsPerDecade) / 1000,
    binOf: (latencyMs) => Math.floor(Math.log10(Math.max(0.001, latencyMs) * 1000) * binsPerDecade + 1e-9),
  };
}

function sumOf(one: readonly number[], other: readonly number[]): number[] {
  if (one.length === 0) return [...other];
  if (other.length === 0) return [...one];
  const [firstOne = 0, ...countsOne] = one;
  const [firstOther = 0, ...countsOther] = other;
  const first = Math.min(firstOne, firstOther);
  const end = Math.max(firstOne + countsOne.length, firstOther + countsOther.length);
  const counts = Array.from(
    { length: end - first },
    (_, offset) => (countsOne[first + offset - firstOne] ?? 0) + (countsOther[first + offset - firstOther] ?? 0),
  );
  return [first, ...counts];
}

function extentOf(columns: HeatBins['columns']): HeatBins['extent'] {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  let most = 0;
  for (const { first, counts } of columns) {
    if (counts.length === 0) continue;
    low = Math.min(low, first);
    high = Math.max(high, first + counts.length);
    for (const count of counts) most = Math.max(most, count);
  }
  return most === 0 ? undefined : { low, high, most };
}
