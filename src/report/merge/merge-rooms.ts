import { sumsOf } from '../../core/numbers.js';
import { compareText } from '../../core/text.js';
import type { AuditedRoom, AuditOutcome } from '../../metrics/audit-outcome.js';
import { addDeliveries } from '../../metrics/outcome-builder.js';
import { worstPlaces } from '../../metrics/places.js';
import type { LossPlace, RoomResult, RunOutcome } from '../../metrics/run-outcome.js';
import { offsetsOf } from './merge-timeline.js';

type Timed = Pick<RunOutcome, 'startedAt' | 'floodStartedAt' | 'places'>;

/** Rooms by name; one that several runs have is one room, with the members of the fullest. */
export function mergeRooms(outcomes: readonly Pick<RunOutcome, 'rooms'>[]): RoomResult[] {
  return mergeByRoom(
    outcomes.flatMap(({ rooms }) => rooms),
    (one, other) => ({
      ...addDeliveries([one, other]),
      room: one.room,
      members: Math.max(one.members, other.members),
      sent: one.sent + other.sent,
      // Percentiles of two runs make none of both.
      p99Ms: null,
    }),
  );
}

/** Where and when losses happened, in the seconds of the merged timeline. */
export function mergePlaces(outcomes: readonly Timed[]): LossPlace[] {
  const offsets = offsetsOf(outcomes);
  const byPlace = new Map<string, LossPlace>();
  for (const [index, { places }] of outcomes.entries()) {
    for (const { room, second: ownSecond, lost, cut } of places) {
      const second = ownSecond + (offsets[index] ?? 0);
      const key = `${second} ${room}`;
      const before = byPlace.get(key) ?? { lost: 0, cut: 0 };
      byPlace.set(key, { room, second, lost: before.lost + lost, cut: before.cut + cut });
    }
  }
  return worstPlaces(byPlace.values());
}

/** Rooms that an audit looked at, by name. */
export function mergeAuditedRooms(rooms: readonly AuditedRoom[]): AuditedRoom[] {
  return mergeByRoom(rooms, (one, other) => ({
    ...sumsOf([one, other], ['expected', 'found', 'foundLate', 'notCheckable']),
    room: one.room,
    // Where one half of a room's messages ends, the other may go on.
    missingSinceSecond: null,
  }));
}

/** An audit by the seconds of a merged timeline. @param offset of its run in that, seconds */
export function shiftAudit(audit: AuditOutcome, offset: number): AuditOutcome {
  const shifted = <T extends { readonly second: number }>(row: T): T => ({ ...row, second: row.second + offset });
  return {
    ...audit,
    byRoom: audit.byRoom.map((row) => ({
      ...row,
      missingSinceSecond: row.missingSinceSecond === null ? null : row.missingSinceSecond + offset,
    })),
    missingBySecond: audit.missingBySecond.map(shifted),
    missingMessages: audit.missingMessages.map(shifted),
  };
}

/**
 * Makes the rooms of a run tell their run: rooms of one name in different runs are different rooms. Names that the tool has made
 * hold their run's id already.
 * @param runIds of the run, or of the runs that it was merged from
 */
export function withRoomLabels(outcome: RunOutcome, runIds: readonly string[]): RunOutcome {
  const ids = new Set(runIds);
  const label = ` (run ${namesOf(runIds)})`;
  const labelled = <T extends { readonly room: string }>(row: T): T =>
    wordsOf(row.room).some((word) => ids.has(word)) ? row : { ...row, room: `${row.room}${label}` };
  const { audit } = outcome;
  return {
    ...outcome,
    rooms: outcome.rooms.map(labelled),
    places: outcome.places.map(labelled),
    audit:
      audit === null
        ? null
        : {
            ...audit,
            byRoom: audit.byRoom.map(labelled),
            missingMessages: audit.missingMessages.map(labelled),
          },
  };
}

/** More ids are not in a room's name: the first ones tell which run it is, since no two have one in common. */
const MOST_IDS = 40;

function namesOf(runIds: readonly string[]): string {
  const more = runIds.length > MOST_IDS ? ` and ${runIds.length - MOST_IDS} more` : '';
  return `${runIds.slice(0, MOST_IDS).join('+')}${more}`;
}

/** What of a room's name could be a run's id. */
function wordsOf(room: string): readonly string[] {
  return room.match(/[0-9a-z]+/g) ?? [];
}

function mergeByRoom<T extends { readonly room: string }>(rows: readonly T[], merge: (one: T, other: T) => T): T[] {
  const byRoom = new Map<string, T>();
  for (const row of rows) {
    const before = byRoom.get(row.room);
    byRoom.set(row.room, before === undefined ? row : merge(before, row));
  }
  return [...byRoom.values()].toSorted((one, other) => compareText(one.room, other.room));
}
