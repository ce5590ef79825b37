/** Coefficients of the lower tail and of the middle, highest power first. */
const TAIL = {
  above: [
    -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ],
  below: [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1],
};
const MIDDLE = {
  above: [
    -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
    2.506628277459239,
  ],
  below: [
    -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1, 1,
  ],
};
/** Below this probability the tail's approximation is the better one. */
const TAIL_BELOW = 0.02425;

/**
 * The value that a standard normal variable exceeds with probability `tail`; relative error below 1.2e-9
 * (P. J. Acklam, "An algorithm for computing the inverse normal cumulative distribution function", 2003).
 * @param tail in (0, 0.5]
 */
function normalBeyond(tail: number): number {
  if (tail < TAIL_BELOW) {
    const root = Math.sqrt(-2 * Math.log(tail));
    return polynomial(TAIL.above, root) / polynomial(TAIL.below, root);
  }
  const centred = 0.5 - tail;
  const square = centred * centred;
  return (polynomial(MIDDLE.above, square) * centred) / polynomial(MIDDLE.below, square);
}

/**
 * The value that Student's t with `degrees` degrees of freedom exceeds with probability `tail`: how many standard errors an
 * interval reaches to each side when the error itself was estimated. Exact for one and two degrees, six digits for more
 * (G. W. Hill, "Algorithm 396: Student's t-quantiles", Communications of the ACM 13, 1970).
 * @param tail in (0, 0.5)
 * @param degrees at least 1
 */
export function studentBeyond(tail: number, degrees: number): number {
  const both = 2 * tail;
  if (degrees < 1.5) return 1 / Math.tan((both * Math.PI) / 2);
  if (degrees < 2.5) return Math.sqrt(2 / (both * (2 - both)) - 2);
  const a = 1 / (degrees - 0.5);
  const b = 48 / (a * a);
  const c = (((20_700 * a) / b - 98) * a - 16) * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * degrees;
  const y = (d * both) ** (2 / degrees);
  return Math.sqrt(degrees * (y > 0.05 + a ? nearTheMiddle(tail, degrees, { a, b, c, d }) : farOut(y, degrees, d)));
}

/** The names of the paper. */
interface Terms {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

function nearTheMiddle(tail: number, degrees: number, { a, b, c, d }: Terms): number {
  // The paper counts from the lower end.
  const x = -normalBeyond(tail);
  const square = x * x;
  const few = degrees < 5 ? 0.3 * (degrees - 4.5) * (x + 0.6) : 0;
  const scale = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c + few;
  const series = ((((0.4 * square + 6.3) * square + 36) * square + 94.5) / scale - square - 3) / b + 1;
  return Math.expm1(a * (series * x) ** 2);
}

function farOut(y: number, degrees: number, d: number): number {
  const inner = 1 / (((degrees + 6) / (degrees * y) - 0.089 * d - 0.822) * (degrees + 2) * 3);
  return ((inner + 0.5 / (degrees + 4)) * y - 1) * ((degrees + 1) / (degrees + 2)) + 1 / y;
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
