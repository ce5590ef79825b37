import type { RoomDeal } from './room-deal.js';

/**
 * The order in which people come where they come little by little: room after room, so that the first n fill the first rooms; whoever
 * is in no room comes last.
 * @returns for each user its place, from 0
 */
export function admissionPlaces({ rooms, idleUsers }: RoomDeal): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  for (const user of [...rooms.flat(), ...idleUsers]) if (!places.has(user)) places.set(user, places.size);
  return places;
}

/** Rooms in which at least two of the first `count` people are: a conversation takes two. */
export function openRooms({ rooms }: RoomDeal, places: ReadonlyMap<number, number>, count: number): number[] {
  return rooms.flatMap((members, room) => {
    const inside = members.filter((user) => (places.get(user) ?? Number.POSITIVE_INFINITY) < count);
    return inside.length >= 2 ? [room] : [];
  });
}
