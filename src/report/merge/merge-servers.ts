import { highestOf } from '../../core/numbers.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';
import type { SeriesSample, ServerOutcome } from '../../metrics/server-samples.js';
import { offsetsOf } from './merge-timeline.js';

type Watched = Pick<RunOutcome, 'startedAt' | 'floodStartedAt' | 'server'>;

/** What several runs saw of servers, as one: what they do not have in common is not known, series of one name are one, and of two values of a second the higher is kept. */
export function mergeServers(outcomes: readonly Watched[]): ServerOutcome | null {
  const offsets = offsetsOf(outcomes);
  const servers = outcomes.flatMap(({ server }, index) =>
    server === null ? [] : [{ server, offset: offsets[index] ?? 0 }],
  );
  const [first] = servers;
  if (first === undefined) return null;
  const names = [...new Set(servers.flatMap(({ server }) => server.series.map(({ name }) => name)))].toSorted();
  const series = names.flatMap(
    (name) => servers.flatMap(({ server }) => server.series.find((one) => one.name === name) ?? [])[0] ?? [],
  );
  const bySecond = new Map<number, SeriesSample>();
  for (const { server, offset } of servers) {
    const places = names.map((name) => server.series.findIndex((one) => one.name === name));
    for (const { second, values } of server.samples) {
      const others = bySecond.get(second + offset)?.values ?? [];
      const merged = places.map((place, index) => highestOf([values[place] ?? null, others[index] ?? null]));
      bySecond.set(second + offset, { second: second + offset, values: merged });
    }
  }
  const common = <Name extends 'pid' | 'url'>(name: Name): ServerOutcome[Name] =>
    servers.every(({ server }) => server[name] === first.server[name]) ? first.server[name] : null;
  return {
    pid: common('pid'),
    url: common('url'),
    series,
    samples: [...bySecond.values()].toSorted((one, other) => one.second - other.second),
  };
}
