/** Units that a log's histograms may be in. */
export const LOG_UNITS = {
  ns: { name: 'nanoseconds', microseconds: 1 / 1000 },
  us: { name: 'microseconds', microseconds: 1 },
  ms: { name: 'milliseconds', microseconds: 1000 },
} as const satisfies Readonly<Record<string, { readonly name: string; readonly microseconds: number }>>;

export type LogUnit = keyof typeof LOG_UNITS;

/** The unit where neither the log nor the command line tells one: that of wrk2, and of our own logs. */
export const DEFAULT_LOG_UNIT: LogUnit = 'us';
