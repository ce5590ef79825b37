import { sumOf } from '../core/numbers.js';
import { keysOf } from '../core/records.js';
import { decodeHistogram } from '../metrics/hdr-encoding.js';
import type { Report } from './report-types.js';
import { timesOf } from './storm-report.js';

/** Whoever was cut is back or counted as never back. */
export function stormEqualities({ storms }: Report): (readonly [what: string, left: number, right: number])[] {
  return storms.map(({ atMs, cut, back, neverBack }) => [
    `cut = back + neverBack, in the storm at ${atMs} ms`,
    cut,
    back + neverBack,
  ]);
}

/** What storms missed and got back is a part of what all did. */
export function partsOfStorms({
  storms,
  deliveries,
}: Report): (readonly [what: string, part: number, whole: number])[] {
  return [
    [
      'missed by storms, of gone with their receivers',
      sumOf(storms.map(({ missed }) => missed)),
      deliveries.receiverGone,
    ],
    ['recovered after storms, of recovered', sumOf(storms.map(({ recovered }) => recovered)), deliveries.recovered],
    ...storms.map(({ atMs, untaken, cut }) => [`untaken, of cut, in the storm at ${atMs} ms`, untaken, cut] as const),
  ];
}

/** The times of storms, from their histograms. */
export function stormTimesAgain({
  storms,
}: Report): (readonly [what: string, told: number | null, again: number | null])[] {
  return storms.flatMap(({ atMs, backMs, awayMs, histograms }) =>
    (
      [
        ['backMs', backMs, histograms.back],
        ['awayMs', awayMs, histograms.away],
      ] as const
    ).flatMap(([field, told, histogram]) => {
      const counter = decodeHistogram(histogram);
      if (counter === undefined) return [];
      const again = timesOf(counter);
      return keysOf(again).map(
        (name) => [`${field}.${name} of the storm at ${atMs} ms, of its histogram`, told[name], again[name]] as const,
      );
    }),
  );
}
