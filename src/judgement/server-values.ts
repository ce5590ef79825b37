import { isServerMetric, SERVER_COLUMNS } from '../metrics/server-samples.js';
import type { RunOutcome } from '../metrics/run-outcome.js';
import { growthOf, type SecondValue } from './growth.js';
import type { ServerStatistic } from './server-subjects.js';

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

/**
 * One value of the server over all seconds in which it was read, in the unit of expressions: its growth is a minute.
 * @returns null where nothing, or too little, was read
 */
export function readServer(
  outcome: Pick<RunOutcome, 'timeline' | 'server'>,
  name: string,
  statistic: ServerStatistic,
): number | null {
  const values = serverValues(outcome, name);
  const [first] = values;
  if (first === undefined) return null;
  if (statistic === 'growth') return growthOf(values)?.perMinute ?? null;
  if (statistic === 'mean') return values.reduce((sum, { value }) => sum + value, 0) / values.length;
  return values.reduce((most, { value }) => Math[statistic](most, value), first.value);
}

function valueOf(second: number, value: number | null): SecondValue[] {
  return value === null ? [] : [{ second, value }];
}
