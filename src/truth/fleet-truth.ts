import type { RoomResult } from '../metrics/run-outcome.js';
import type { FaultName } from '../practice/faults/fault.js';
import { faultOf, type Observation } from './experiment.js';

/** What a room's account must say, from what its server's faults did there. */
export type RoomTruth = Pick<RoomResult, 'sent' | 'expected' | 'lost' | 'duplicated' | 'reordered'>;

/** How often a fault struck in the whole server. */
export function appliedInAll({ truth, faults }: Observation, name: FaultName): number {
  return truth.faults[faults.findIndex((fault) => fault.name === name)]?.applied ?? 0;
}

/** How often a fault struck in one room; the observers' is the one that is no room of the fleet. */
export function appliedIn({ truth, faults, roomIds }: Observation, name: FaultName, room: string): number {
  const byRoom = truth.faults[faults.findIndex((fault) => fault.name === name)]?.byRoom ?? {};
  return byRoom[roomIds.get(room) ?? ''] ?? 0;
}

/** How often a fault struck in the rooms of the fleet: without the observers and the message that looks for the echo. */
export function appliedInFleet(seen: Observation, name: FaultName): number {
  return seen.outcome.rooms.reduce((sum, { room }) => sum + appliedIn(seen, name, room), 0);
}

/** Messages beside those of the load, by which it is found out how they come back. */
export function firstMessagesOf({ outcome }: Observation): number {
  return outcome.firstMessages ?? 0;
}

/** Members that a room of the plan has at most. */
export function membersOf({ plan }: Observation): number {
  return plan.roomSize === 'all' ? plan.users : plan.roomSize.max;
}

/** The truth about one room in which everybody stays from the first message to the last. */
export function truthOfRoom(seen: Observation, { room, members, sent }: RoomResult): RoomTruth {
  const receivers = members - (faultOf(seen, 'no-echo') === undefined ? 0 : 1);
  // A message that is refused or vanishes takes a copy from every receiver; one that is held comes late to every receiver.
  const neverBroadcast = appliedIn(seen, 'error', room) + appliedIn(seen, 'lose-message', room);
  return {
    sent,
    expected: sent * receivers,
    lost: appliedIn(seen, 'drop', room) + neverBroadcast * receivers,
    duplicated: appliedIn(seen, 'duplicate', room),
    reordered: appliedIn(seen, 'swap', room) * receivers,
  };
}

/** The truth about all rooms of the fleet together. */
export function truthOfFleet(seen: Observation): RoomTruth {
  const sum = { sent: 0, expected: 0, lost: 0, duplicated: 0, reordered: 0 };
  for (const room of seen.outcome.rooms) {
    const truth = truthOfRoom(seen, room);
    for (const key of Object.keys(sum) as (keyof RoomTruth)[]) sum[key] += truth[key];
  }
  return sum;
}
