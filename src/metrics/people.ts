import type { RunPlan } from '../core/plan.js';
import { addReads, type ReadOutcome } from './reads.js';
import { addSessions, type SessionOutcome } from './sessions.js';
import { addSlowReaders, type SlowReaderCounts, type SlowReaderOutcome } from './slow-readers.js';
import { decodeCounts, type SparseCounts } from './sparse-counts.js';
import { addStorms, type StormOutcome } from './storms.js';

/** What a worker knows of one storm. */
export type StormSummary = Omit<StormOutcome, 'planned' | 'backLatency' | 'awayLatency'> &
  Readonly<Record<'backLatency' | 'awayLatency', SparseCounts>>;

/** What a worker knows of the sessions of its users. */
export type SessionSummary = Omit<SessionOutcome, 'planned' | 'backLatency'> & { readonly backLatency: SparseCounts };

/** What a worker knows of its reads. */
export type ReadSummary = Omit<ReadOutcome, 'planned' | 'latency' | 'staleness'> &
  Readonly<Record<'latency' | 'staleness', SparseCounts>>;

/** What a worker knows, so far or in the end, of what its users did by plan. */
export interface PeopleSummary {
  /** In the order of the plan. */
  readonly storms: readonly StormSummary[];
  /** null where there was no flood. */
  readonly sessions: SessionSummary | null;
  /** Likewise. */
  readonly slowReaders: SlowReaderCounts | null;
  /** null where there was no flood, or nothing was to be read. */
  readonly reads: ReadSummary | null;
}

/** The same of a whole run. */
export interface PeopleOutcome {
  readonly storms: readonly StormOutcome[];
  readonly sessions: SessionOutcome | null;
  readonly slowReaders: SlowReaderOutcome | null;
  readonly reads: ReadOutcome | null;
}

/** All workers together, as far as each is known. */
export function addPeople(
  plan: Pick<RunPlan, 'storms' | 'sessions' | 'slowReaders' | 'readRate'>,
  parts: readonly PeopleSummary[],
): PeopleOutcome {
  const { sessions, slowReaders, readRate } = plan;
  return {
    storms: (plan.storms ?? []).map((planned, index) =>
      addStorms(
        planned,
        parts
          .flatMap(({ storms }) => storms[index] ?? [])
          .map((part) => ({
            ...part,
            backLatency: decodeCounts(part.backLatency),
            awayLatency: decodeCounts(part.awayLatency),
          })),
      ),
    ),
    sessions:
      sessions === undefined
        ? null
        : addSessions(
            sessions,
            parts
              .flatMap((part) => part.sessions ?? [])
              .map((part) => ({ ...part, backLatency: decodeCounts(part.backLatency) })),
          ),
    slowReaders:
      slowReaders === undefined
        ? null
        : addSlowReaders(
            slowReaders,
            parts.flatMap((part) => part.slowReaders ?? []),
          ),
    reads:
      readRate === undefined
        ? null
        : addReads(
            readRate,
            parts
              .flatMap((part) => part.reads ?? [])
              .map((part) => ({
                ...part,
                latency: decodeCounts(part.latency),
                staleness: decodeCounts(part.staleness),
              })),
          ),
  };
}
