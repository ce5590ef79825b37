import { recordOf } from '../core/records.js';
import { MOST_STORMS } from '../core/storms.js';
import { countsToText } from './counts-text.js';
import type { FoundFields } from './found-fields.js';
import type { PeopleSummary, ReadSummary, SessionSummary, StormSummary } from './people.js';
import { READ_COUNTS } from './reads.js';
import { SESSION_COUNTS } from './sessions.js';
import { SLOW_READER_COUNTS, type SlowReaderCounts } from './slow-readers.js';
import { STORM_COUNTS } from './storms.js';

/** What is known of people, with counted values as base64; what the plan does not have is left out. */
export interface PeopleJson {
  readonly storms: readonly TextsFor<StormSummary, 'backLatency' | 'awayLatency'>[];
  readonly sessions?: TextsFor<SessionSummary, 'backLatency'>;
  readonly slowReaders?: SlowReaderCounts;
  readonly reads?: TextsFor<ReadSummary, 'latency' | 'staleness'>;
}

type TextsFor<T, K extends keyof T> = Omit<T, K> & Readonly<Record<K, string>>;

/** As it stands in a record. */
export function peopleToJson({ storms, sessions, slowReaders, reads }: PeopleSummary): PeopleJson {
  return {
    storms: storms.map((storm) => ({
      ...storm,
      backLatency: countsToText(storm.backLatency),
      awayLatency: countsToText(storm.awayLatency),
    })),
    ...(sessions === null ? {} : { sessions: { ...sessions, backLatency: countsToText(sessions.backLatency) } }),
    ...(slowReaders === null ? {} : { slowReaders }),
    ...(reads === null
      ? {}
      : {
          reads: { ...reads, latency: countsToText(reads.latency), staleness: countsToText(reads.staleness) },
        }),
  };
}

/** Reads it again; a number that is not there is 0. */
export function peopleFromFields(fields: FoundFields): PeopleSummary {
  const has = (name: keyof PeopleJson): boolean => fields.names.includes(name);
  return {
    storms: fields.list('storms', MOST_STORMS).map((storm) => ({
      ...countsIn(storm, STORM_COUNTS),
      backLatency: storm.counts('backLatency'),
      awayLatency: storm.counts('awayLatency'),
    })),
    sessions: has('sessions') ? sessionsFrom(fields.within('sessions')) : null,
    slowReaders: has('slowReaders') ? countsIn(fields.within('slowReaders'), SLOW_READER_COUNTS) : null,
    reads: has('reads') ? readsFrom(fields.within('reads')) : null,
  };
}

function readsFrom(fields: FoundFields): ReadSummary {
  return {
    ...countsIn(fields, READ_COUNTS),
    latency: fields.counts('latency'),
    staleness: fields.counts('staleness'),
  };
}

function sessionsFrom(fields: FoundFields): SessionSummary {
  return { ...countsIn(fields, SESSION_COUNTS), backLatency: fields.counts('backLatency') };
}

function countsIn<Name extends string>(fields: FoundFields, names: readonly Name[]): Record<Name, number> {
  return recordOf(names, (name) => fields.count(name));
}
