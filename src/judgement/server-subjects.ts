import { message } from '../core/language/words.js';
import { SERVER_METRICS, type ServerMetric } from '../core/server-watch.js';
import { formatBytes, formatCores, formatCount, formatLatencyMs, formatNumber } from '../core/units.js';

import type { Subject, Unit } from './expression.js';

/** What is said of a value over several seconds; a value alone is the highest of them. */
export const SERVER_STATISTICS = ['min', 'mean', 'max', 'growth'] as const;

export type ServerStatistic = (typeof SERVER_STATISTICS)[number];

/** How one thing that is read of a server is written in expressions. */
interface ServerTraits {
  /** What it is, for people. */
  readonly says: string;
  readonly units: readonly Unit[];
  /** Units of its growth; none where that means nothing. */
  readonly growthUnits: readonly Unit[];
  readonly example: string;
  readonly format: (value: number) => string;
}

const BYTES = ['B', 'KiB', 'MiB', 'GiB', 'kB', 'MB', 'GB'] as const satisfies readonly Unit[];
const BYTES_A_TIME = ['KiB/min', 'MiB/min', 'GiB/min', 'KiB/h', 'MiB/h', 'GiB/h'] as const satisfies readonly Unit[];
const A_TIME = ['/min', '/h'] as const satisfies readonly Unit[];

const TRAITS: Readonly<Record<ServerMetric, ServerTraits>> = {
  cpu: { says: 'processor of the server', units: ['%', ''], growthUnits: [], example: '80%', format: formatCores },
  rss: {
    says: 'memory of the server',
    units: BYTES,
    growthUnits: BYTES_A_TIME,
    example: '500MiB',
    format: formatBytes,
  },
  threads: { says: 'threads of the server', units: [''], growthUnits: A_TIME, example: '50', format: formatCount },
  descriptors: {
    says: 'descriptors of the server',
    units: [''],
    growthUnits: A_TIME,
    example: '1000',
    format: formatCount,
  },
  lag: {
    says: 'event loop of the server',
    units: ['us', 'ms', 's'],
    growthUnits: [],
    example: '100ms',
    format: formatLatencyMs,
  },
};

/** Nobody but the user knows what a series of their own counts. */
const OF_SERIES: Omit<ServerTraits, 'says'> = {
  units: ['', ...BYTES],
  growthUnits: [...A_TIME, ...BYTES_A_TIME],
  example: '1000',
  format: formatNumber,
};

/** What an expression names of a server. */
export interface NamedOfServer {
  /** `rss`, or that of a series. */
  readonly name: string;
  /** null where none stands before it. */
  readonly statistic: ServerStatistic | null;
  readonly says: string;
  readonly format: (value: number) => string;
}

/** Subjects for everything that is read of every server: `server.rss`, `mean(server.cpu)`, `growth(server.rss)`. */
export function serverSubjects<Reading>(
  statistics: readonly ServerStatistic[],
  readingOf: (named: NamedOfServer) => Reading,
): Subject<Reading>[] {
  return SERVER_METRICS.flatMap((name) =>
    [null, ...statistics].flatMap((statistic) => subjectOf(name, statistic, TRAITS[name], readingOf) ?? []),
  );
}

/** A subject for a series of the user's: `server.rooms`, `growth(server.rooms)`. */
export function seriesSubject<Reading>(
  text: string,
  statistics: readonly ServerStatistic[],
  readingOf: (named: NamedOfServer) => Reading,
): Subject<Reading> | undefined {
  const [, before, inside, alone] = /^(?:(\w+)\(server\.(\w+)\)|server\.(\w+))$/.exec(text) ?? [];
  const name = inside ?? alone;
  const statistic = statistics.find((known) => known === before) ?? null;
  if (name === undefined || (before !== undefined && statistic === null)) return undefined;
  return subjectOf(name, statistic, { says: `${name} of the server`, ...OF_SERIES }, readingOf);
}

function subjectOf<Reading>(
  name: string,
  statistic: ServerStatistic | null,
  { says, units, growthUnits, example, format }: ServerTraits,
  readingOf: (named: NamedOfServer) => Reading,
): Subject<Reading> | undefined {
  const allowed = statistic === 'growth' ? growthUnits : units;
  if (allowed.length === 0) return undefined;
  const full = statistic === null ? `server.${name}` : `${statistic}(server.${name})`;
  const reading = readingOf({ name, statistic, says, format });
  const readings: Partial<Record<Unit, Reading>> = {};
  for (const unit of allowed) readings[unit] = reading;
  const told = allowed.filter((unit) => unit !== '').join(', ');
  return {
    name: full,
    readings,
    refusal: (unit, amount) => {
      const limit = unit === '' ? `${amount}` : `"${unit}"`;
      return told === ''
        ? message('expr.unit.server.bare', { limit, name: full })
        : message('expr.unit.server', { limit, name: full, units: told });
    },
    example: `${full}<${statistic === 'growth' ? `1${allowed.find((unit) => unit === 'MiB/min') ?? allowed[0] ?? ''}` : example}`,
    stage: 'may',
  };
}
