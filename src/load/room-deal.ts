import type { RoomSize } from '../core/plan.js';
import { createRandom, type Random } from '../core/random.js';

/** Who is in which room; users and rooms are numbered from 0. */
export interface RoomDeal {
  /** For every room its members, each at most once a room. */
  readonly rooms: readonly (readonly number[])[];
  /** Users in no room: they stay connected and idle. */
  readonly idleUsers: readonly number[];
}

/** What a deal depends on. */
export interface DealInput {
  readonly users: number;
  readonly rooms: number;
  readonly roomSize: RoomSize;
  readonly seed: number;
}

/**
 * Deals users to rooms, at random and from the seed alone. The deck is shuffled again only when all users have been dealt, so
 * only plans with too few users have people in several rooms.
 */
export function dealRooms({ users, rooms, roomSize, seed }: DealInput): RoomDeal {
  const random = createRandom(seed, 'rooms');
  const dealt = roomSize === 'all' ? dealEvenly(users, rooms, random) : dealAtRandom(users, rooms, roomSize, random);
  const inRoom = new Uint8Array(users);
  for (const members of dealt) for (const user of members) inRoom[user] = 1;
  return { rooms: dealt, idleUsers: range(users).filter((user) => inRoom[user] === 0) };
}

function dealEvenly(users: number, rooms: number, random: Random): number[][] {
  const dealt: number[][] = range(rooms).map(() => []);
  for (const [position, user] of random.shuffle(range(users)).entries()) dealt[position % rooms]?.push(user);
  return dealt;
}

function dealAtRandom(users: number, rooms: number, size: { min: number; max: number }, random: Random): number[][] {
  let deck: number[] = [];
  /** The room that each user was dealt to last. */
  const lastRoom = new Int32Array(users).fill(-1);
  return range(rooms).map((room) => {
    const wanted = Math.min(users, size.min + random.integer(size.max - size.min + 1));
    const members: number[] = [];
    /** Members of this room that lay in the deck above others: they go back to where they were. */
    let skipped: number[] = [];
    while (members.length < wanted) {
      const user = deck.pop();
      if (user === undefined) {
        const others = skipped.length === 0 ? range(users) : range(users).filter((one) => lastRoom[one] !== room);
        deck = random.shuffle(others);
        skipped = [];
      } else if (lastRoom[user] === room) skipped.push(user);
      else {
        lastRoom[user] = room;
        members.push(user);
      }
    }
    for (let user = skipped.pop(); user !== undefined; user = skipped.pop()) deck.push(user);
    return members;
  });
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
