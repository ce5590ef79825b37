/** A variance that was estimated, and how well. */
export interface BlockVariance {
  /** Of the sum of the series. */
  readonly variance: number;
  /** Degrees of freedom of the estimate; at least 1. */
  readonly degrees: number;
}

/**
 * Seconds that are kept together: the square root of their number. Shorter blocks, such as the cube root by which the variance
 * itself is estimated best, leave out so much of the dependence that intervals of short runs hold too seldom (E. Lazarus, D. J.
 * Lewis, J. H. Stock, M. W. Watson, "HAR inference: recommendations for practice", Journal of Business & Economic Statistics 36, 2018).
 */
export function blockLengthOf(seconds: number): number {
  return Math.max(1, Math.round(Math.sqrt(seconds)));
}

/**
 * The variance that the sum of a series has under the circular block bootstrap: whole stretches of neighbouring seconds are drawn
 * anew, so that what happens together stays together. A sum needs no drawing: its variance over infinitely many draws is the mean
 * square of the blocks' sums times their number (H. R. Künsch, "The jackknife and the bootstrap for general stationary
 * observations", Annals of Statistics 17, 1989; D. N. Politis and J. P. Romano, "A circular block-resampling procedure for
 * stationary data", 1992). It is enlarged by n / (n − length), since the deviations are from the series' own mean.
 *
 * The degrees of freedom are those of Bartlett's window, which this estimate is, at frequency zero: 1.5 n / length
 * (M. B. Priestley, "Spectral Analysis and Time Series", 1981, section 6.2).
 * @param series one value a second, in their order
 * @returns undefined when the series is too short to say anything: fewer than four seconds
 */
export function blockVarianceOfSum(series: readonly number[]): BlockVariance | undefined {
  const seconds = series.length;
  if (seconds < FEWEST_SECONDS) return undefined;
  const length = blockLengthOf(seconds);
  const mean = series.reduce((sum, value) => sum + value, 0) / seconds;
  const deviation = (index: number): number => (series[index % seconds] ?? 0) - mean;
  let block = 0;
  for (let index = 0; index < length; index++) block += deviation(index);
  let squares = 0;
  for (let start = 0; start < seconds; start++) {
    squares += block * block;
    block += deviation(start + length) - deviation(start);
  }
  return {
    variance: (squares / length) * (seconds / (seconds - length)),
    degrees: Math.max(1, Math.floor((1.5 * seconds) / length)),
  };
}

const FEWEST_SECONDS = 4;
