/**
 * Kendall's tau of values in their order, −1 to 1: 1 where each is larger than all before it, 0 where as many pairs rise as fall.
 * A pair of equal values counts as half of each. 0 of fewer than two values.
 */
export function kendallTau(values: readonly number[]): number {
  let rising = 0;
  for (const [index, value] of values.entries()) {
    for (const later of values.slice(index + 1)) rising += Math.sign(later - value);
  }
  const pairs = (values.length * (values.length - 1)) / 2;
  return pairs === 0 ? 0 : rising / pairs;
}

/** A straight line through points, by least squares. */
export interface LinearFit {
  readonly slope: number;
  /** R², the share of the values' variance that the line explains, 0–1; 1 where there is none. */
  readonly fit: number;
}

/** The straight line through these points; level where all of them have the same x. */
export function linearFit(points: readonly (readonly [x: number, y: number])[]): LinearFit {
  const [meanX, meanY] = [meanOf(points.map(([x]) => x)), meanOf(points.map(([, y]) => y))];
  let [xx, xy, yy] = [0, 0, 0];
  for (const [x, y] of points) {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - meanY);
    yy += (y - meanY) ** 2;
  }
  return { slope: xx === 0 ? 0 : xy / xx, fit: yy === 0 ? 1 : xx === 0 ? 0 : (xy * xy) / (xx * yy) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
