import { isServerMetric, SERVER_COLUMNS } from '../metrics/server-samples.js';
import type { RunOutcome } from '../metrics/run-outcome.js';
import type { SecondValue } from './growth.js';

/**
 * What was read of the server by second, seconds without a reading left out.
 * @param name `rss` and the like, or that of a series
 */
export function serverValues(
  { timeline, server }: Pick<RunOutcome, 'timeline' | 'server'>,
  name: string,
): SecondValue[] {
  if (isServerMetric(name)) {
    const column = SERVER_COLUMNS[name];
    return timeline.flatMap((row) => valueOf(row.second, row[column]));
  }
  const index = server?.series.findIndex((one) => one.name === name) ?? -1;
  return index < 0
    ? []
    : (server?.samples ?? []).flatMap(({ second, values }) => valueOf(second, values[index] ?? null));
}

function valueOf(second: number, value: number | null): SecondValue[] {
  return value === null ? [] : [{ second, value }];
}
