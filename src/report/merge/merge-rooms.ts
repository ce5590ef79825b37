import { compareText } from '../../core/text.js';
import { addDeliveries } from '../../metrics/outcome-builder.js';
import { worstPlaces } from '../../metrics/places.js';
import type { AuditOutcome, LossPlace, RoomResult, RunOutcome } from '../../metrics/run-outcome.js';
import { offsetsOf } from './merge-timeline.js';

type Timed = Pick<RunOutcome, 'startedAt' | 'floodStartedAt' | 'places'>;
type AuditedRoom = AuditOutcome['byRoom'][number];

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
    room: one.room,
    expected: one.expected + other.expected,
    found: one.found + other.found,
  }));
}

/**
 * Makes the rooms of a run tell their run: rooms of one name in different runs are different rooms. Names that the tool has made
 * hold their run's id already.
 * @param runIds of the run, or of the runs that it was merged from
 */
export function withRoomLabels(outcome: RunOutcome, runIds: readonly string[]): RunOutcome {
  const labelled = <T extends { readonly room: string }>(row: T): T =>
    runIds.some((id) => row.room.includes(id)) ? row : { ...row, room: `${row.room} (run ${runIds.join('+')})` };
  const { audit } = outcome;
  return {
    ...outcome,
    rooms: outcome.rooms.map(labelled),
    places: outcome.places.map(labelled),
    audit: audit === null ? null : { ...audit, byRoom: audit.byRoom.map(labelled) },
  };
}

function mergeByRoom<T extends { readonly room: string }>(rows: readonly T[], merge: (one: T, other: T) => T): T[] {
  const byRoom = new Map<string, T>();
  for (const row of rows) {
    const before = byRoom.get(row.room);
    byRoom.set(row.room, before === undefined ? row : merge(before, row));
  }
  return [...byRoom.values()].toSorted((one, other) => compareText(one.room, other.room));
}
