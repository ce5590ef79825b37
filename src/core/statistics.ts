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

/** A slope, and what it lies between with 95 % confidence; null where there are too few points to tell. */
export interface RobustSlope {
  readonly slope: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Of the normal distribution, so many standard deviations hold 95 %. */
const Z_95 = 1.96;

/**
 * The median of the slopes of all pairs of points, which a few outliers do not move (Theil 1950, Sen 1968), and Sen's interval of it, by the variance of Kendall's
 * sum, n(n−1)(2n+5)/18. Takes the time and memory of n² pairs. Undefined where no two points differ in x.
 */
export function theilSen(points: readonly (readonly [x: number, y: number])[]): RobustSlope | undefined {
  const slopes: number[] = [];
  for (const [index, [x, y]] of points.entries()) {
    for (const [laterX, laterY] of points.slice(index + 1)) if (laterX !== x) slopes.push((laterY - y) / (laterX - x));
  }
  if (slopes.length === 0) return undefined;
  slopes.sort((one, other) => one - other);
  const n = points.length;
  const reach = Z_95 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const [below, above] = [Math.floor((slopes.length - reach) / 2), Math.ceil((slopes.length + reach) / 2)];
  return { slope: medianOfSorted(slopes), low: slopes[below - 1] ?? null, high: slopes[above] ?? null };
}

function medianOfSorted(values: readonly number[]): number {
  const middle = Math.floor(values.length / 2);
  const [high = 0, low = high] = [values[middle], values[middle - 1]];
  return values.length % 2 === 1 ? high : (low + high) / 2;
}

/** The rank correlation of two series of the same length, −1 to 1 (Spearman); equal values share their rank. 0 where one of them never changes. */
export function rankCorrelation(ones: readonly number[], others: readonly number[]): number {
  const ranks = ranksOf(others);
  const points = ranksOf(ones).map((rank, index) => [rank, ranks[index] ?? 0] as const);
  const { slope, fit } = linearFit(points);
  return slope === 0 ? 0 : Math.sign(slope) * Math.sqrt(fit);
}

function ranksOf(values: readonly number[]): number[] {
  const sorted = values.toSorted((one, other) => one - other);
  const [first, last] = [new Map<number, number>(), new Map<number, number>()];
  for (const [index, value] of sorted.entries()) {
    if (!first.has(value)) first.set(value, index);
    last.set(value, index);
  }
  return values.map((value) => ((first.get(value) ?? 0) + (last.get(value) ?? 0)) / 2);
}
