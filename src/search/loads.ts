/** Which loads can be tried at all. */
export interface LoadRange {
  /** Nothing smaller is tried (RFC 9971: Min Load), more than 0. */
  readonly minLoad: number;
  /** Nothing larger is tried (RFC 9971: Max Load). */
  readonly maxLoad: number;
  /** Are loads whole numbers, such as people? */
  readonly isWhole: boolean;
}

/** Loads are as round as this part of the width allows: 1,480 instead of 1,483.2. */
const GRIDS_A_WIDTH = 5;

/**
 * A load near the geometric middle of two others, as round as the width allows.
 * @returns undefined when none lies between them
 */
export function loadBetween(lower: number, upper: number, width: number, isWhole: boolean): number | undefined {
  return roundedBetween(Math.sqrt(lower * upper), [lower, upper], width, isWhole);
}

/** `load`, as round as the width allows; undefined when that is not inside of the limits. */
export function roundedBetween(
  load: number,
  [above, below]: readonly [number, number],
  width: number,
  isWhole: boolean,
): number | undefined {
  const finest = isWhole ? 0 : Number.NEGATIVE_INFINITY;
  const power = Math.max(finest, Math.floor(Math.log10((load * width) / GRIDS_A_WIDTH)));
  // Powers of ten below 1 are no binary numbers: dividing by whole ones keeps 0.7 from becoming 0.7000000000000001.
  const rounded =
    power < 0 ? Math.round(load * 10 ** -power) / 10 ** -power : Math.round(load / 10 ** power) * 10 ** power;
  return rounded > above && rounded < below ? rounded : undefined;
}
