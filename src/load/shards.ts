import type { RoomDeal } from './room-deal.js';

/** The rooms and users of one worker. */
export interface Shard {
  readonly index: number;
  /** Room numbers, ascending. */
  readonly rooms: readonly number[];
  /** User numbers, ascending: all members of these rooms, and idle ones to even the workers out. */
  readonly users: readonly number[];
}

/**
 * Divides a deal among workers. A room lives wholly in one worker, and rooms that share a user live in the same, so that nothing
 * is counted across threads. Users in no room go anywhere: where there are fewer rooms than workers, the others have such users alone.
 * The deal itself does not depend on the number of workers.
 * @param workers the number wanted; fewer are returned when rooms and users cannot be divided further
 */
export function shardDeal(deal: RoomDeal, workers: number): Shard[] {
  const clusters = clusterRooms(deal);
  const count = Math.max(1, Math.min(workers, clusters.length + deal.idleUsers.length));
  const bins = Array.from({ length: count }, () => ({ load: 0, rooms: [] as number[], users: new Set<number>() }));
  const byLoad = clusters
    .map((rooms) => ({ rooms, load: rooms.reduce((sum, room) => sum + (deal.rooms[room]?.length ?? 0) ** 2, 0) }))
    .toSorted((a, b) => b.load - a.load);
  for (const cluster of byLoad) {
    const bin = bins.reduce((least, candidate) => (candidate.load < least.load ? candidate : least));
    bin.load += cluster.load;
    for (const room of cluster.rooms) {
      bin.rooms.push(room);
      for (const user of deal.rooms[room] ?? []) bin.users.add(user);
    }
  }
  for (const user of deal.idleUsers) {
    bins.reduce((least, candidate) => (candidate.users.size < least.users.size ? candidate : least)).users.add(user);
  }
  return bins.map((bin, index) => ({
    index,
    rooms: bin.rooms.toSorted((a, b) => a - b),
    users: [...bin.users].toSorted((a, b) => a - b),
  }));
}

/** Rooms that are connected by shared users, together (union-find). */
function clusterRooms(deal: RoomDeal): number[][] {
  const parent = deal.rooms.map((_, room) => room);
  const rootOf = (room: number): number => {
    let at = room;
    for (let above = parent[at] ?? at; above !== at; above = parent[at] ?? at) {
      // The way is half as long for whoever comes next.
      parent[at] = parent[above] ?? above;
      at = above;
    }
    return at;
  };
  const firstRoomOf = new Map<number, number>();
  deal.rooms.forEach((members, room) => {
    for (const user of members) {
      const first = firstRoomOf.get(user);
      if (first === undefined) firstRoomOf.set(user, room);
      else parent[rootOf(room)] = rootOf(first);
    }
  });
  const clusters = new Map<number, number[]>();
  deal.rooms.forEach((_, room) => {
    const root = rootOf(room);
    const cluster = clusters.get(root);
    if (cluster === undefined) clusters.set(root, [room]);
    else cluster.push(room);
  });
  return [...clusters.values()];
}
