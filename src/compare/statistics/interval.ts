import { studentBeyond } from './student-t.js';

/** A value and where the true one is with the confidence asked for; an end is infinite where nothing bounds it. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How much a sample knows. */
export interface Knowledge {
  /** As many independent samples would know as much. */
  readonly effectiveSamples: number;
  /** Degrees of freedom of that number, infinite where it was not estimated. */
  readonly degrees: number;
}

/** Shares of a distribution. */
export interface ShareRange {
  readonly low: number;
  readonly high: number;
}

/**
 * Where in the sample the true percentile lies: between the order statistics at these shares. With independent samples the number
 * of values below the true percentile is binomial; the square root of its share, through the arc sine, has nearly the same error
 * everywhere, 1 / (2 √n) (M. S. Bartlett 1936, F. J. Anscombe 1948), so the range is skewed as it should be near the end of the
 * distribution. Dependent samples enter by how many independent ones know as much (R. S. Woodruff, "Confidence intervals for medians and other
 * position measures", Journal of the American Statistical Association 47, 1952, for samples in clusters; C. A. Francisco and
 * W. A. Fuller, "Quantile estimation with a complex survey design", Annals of Statistics 19, 1991).
 * @param share of the percentile, 0.99 for p99
 * @param tail probability that the true percentile lies beyond one end, the same for both
 * @returns 0 or 1 where the sample is too small to bound that side
 */
export function sharesAround(share: number, { effectiveSamples, degrees }: Knowledge, tail: number): ShareRange {
  const angle = Math.asin(Math.sqrt(share));
  const reach = studentBeyond(tail, Math.min(degrees, MANY)) / (2 * Math.sqrt(effectiveSamples));
  return {
    low: Math.sin(Math.max(0, angle - reach)) ** 2,
    high: angle + reach >= Math.PI / 2 ? 1 : Math.sin(angle + reach) ** 2,
  };
}

/** Student's t with so many degrees is the normal distribution. */
const MANY = 1e6;

/** The interval of a mean or a sum whose standard error was estimated. */
export function intervalOf(value: number, standardError: number, degrees: number, tail: number): Interval {
  const reach = standardError === 0 ? 0 : studentBeyond(tail, Math.min(degrees, MANY)) * standardError;
  return { value, low: value - reach, high: value + reach };
}

/**
 * The interval of a difference from the intervals of its two sides, skewed as they are: the method of variance estimates recovery
 * (G. Y. Zou and A. Donner, "Construction of confidence limits about effect measures", Statistics in Medicine 27, 2008).
 */
export function differenceOf(base: Interval, current: Interval): Interval {
  const value = current.value - base.value;
  return {
    value,
    low: value - Math.hypot(current.value - current.low, base.high - base.value),
    high: value + Math.hypot(current.high - current.value, base.value - base.low),
  };
}
