/** One threshold, evaluated. */
export interface ThresholdResult {
  readonly expression: string;
  /** Milliseconds for latencies, a share 0–1 where the limit is in %, else a count; null when there is nothing to judge by. */
  readonly actual: number | null;
  readonly passed: boolean;
}
