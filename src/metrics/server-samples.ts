import type { NamedSeries, ServerMetric, ServerWatch } from '../core/server-watch.js';

/** The column of the timeline that has what is read of every watched server. */
export const SERVER_COLUMNS = {
  /** Time on processors, as a share of one: 1.5 = one and a half processors busy. */
  cpu: 'serverCpuShare',
  /** Resident memory. */
  rss: 'serverRssBytes',
  threads: 'serverThreads',
  /** Open file descriptors. */
  descriptors: 'serverDescriptors',
  /** How late the server's event loop was. */
  lag: 'serverLagMs',
} as const satisfies Record<ServerMetric, string>;

/** A column of the timeline that is read of the server. */
export type ServerColumn = (typeof SERVER_COLUMNS)[ServerMetric];

/** What a server was like at one moment; null what could not be read. */
export type ServerReading = Readonly<Record<ServerMetric, number | null>>;

export const NO_READING: ServerReading = { cpu: null, rss: null, threads: null, descriptors: null, lag: null };

/** What a server was like at the end of a second. */
export interface ServerSample extends ServerReading {
  /** Whole seconds since the flood began. */
  readonly second: number;
  /** One a named series. */
  readonly values: readonly (number | null)[];
}

/** The named series at the end of one second. */
export type SeriesSample = Pick<ServerSample, 'second' | 'values'>;

/** A watched server, beside what the timeline has of it. */
export interface ServerOutcome extends ServerWatch {
  readonly series: readonly NamedSeries[];
  /** Of the named series, second by second; empty where none is named. */
  readonly samples: readonly SeriesSample[];
}

/** A reading as columns of the timeline. */
export function serverColumnsOf({
  cpu,
  rss,
  threads,
  descriptors,
  lag,
}: ServerReading): Record<ServerColumn, number | null> {
  return {
    serverCpuShare: cpu,
    serverRssBytes: rss,
    serverThreads: threads,
    serverDescriptors: descriptors,
    serverLagMs: lag,
  };
}

/** The outcome of a server from all its samples. */
export function serverOutcomeOf(watch: ServerWatch, samples: readonly ServerSample[]): ServerOutcome {
  const { pid, url, series } = watch;
  return {
    pid,
    url,
    series,
    samples: series.length === 0 ? [] : samples.map(({ second, values }) => ({ second, values })),
  };
}

/** The timeline with what was read of the server in its seconds. */
export function withServerColumns<Row extends { readonly second: number }>(
  timeline: readonly Row[],
  samples: readonly ServerSample[],
): Row[] {
  const bySecond = new Map(samples.map((sample) => [sample.second, sample]));
  return timeline.map((row) => {
    const sample = bySecond.get(row.second);
    return sample === undefined ? row : { ...row, ...serverColumnsOf(sample) };
  });
}

/** Is this what is read of every server, rather than a series of the user's? */
export function isServerMetric(name: string): name is ServerMetric {
  return Object.hasOwn(SERVER_COLUMNS, name);
}
