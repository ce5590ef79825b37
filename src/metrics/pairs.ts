/** Who hears whom: pairs of a sender and another member of its room, of which enough is known. */
export interface PairSums {
  readonly total: number;
  /** Those of them of which nothing came. */
  readonly deaf: number;
  /** Copies that were lost between these. */
  readonly deafCopies: number;
  /** Rooms whose members fall into groups, each of which hears only itself. */
  readonly splitRooms: number;
  /** The most groups of one room. */
  readonly groups: number;
}

export const NO_PAIRS: PairSums = { total: 0, deaf: 0, deafCopies: 0, splitRooms: 0, groups: 0 };

/** The pairs of several rooms. */
export function addPairs(parts: readonly PairSums[]): PairSums {
  const sum = { ...NO_PAIRS };
  for (const { total, deaf, deafCopies, splitRooms, groups } of parts) {
    sum.total += total;
    sum.deaf += deaf;
    sum.deafCopies += deafCopies;
    sum.splitRooms += splitRooms;
    sum.groups = Math.max(sum.groups, groups);
  }
  return sum;
}
