import type { StageSums } from '../../ledger/stage-account.js';
import { addPairs } from '../../metrics/pairs.js';
import type { PeopleSummary } from '../../metrics/people.js';
import { worstPlaces } from '../../metrics/places.js';
import type { LossPlace, RoomResult } from '../../metrics/run-outcome.js';
import { addNumbers } from '../../metrics/snapshot.js';
import { encodeCounts } from '../../metrics/sparse-counts.js';
import type { EntranceSummary, WorkerSummary } from '../messages.js';
import type { WorkerContext } from './context.js';
import type { RoomRuntime } from './room-runtime.js';

const NO_SUMS = { expected: 0, received: 0, lost: 0, unconfirmed: 0, duplicated: 0, reordered: 0, receiverGone: 0 };

/**
 * The final account of rooms: sums, and where and when copies were lost. Call it after the drain.
 * @param floodOffsetMs distance from the marks' zero to the flood's
 */
export function summariseRooms(
  rooms: readonly RoomRuntime[],
  floodOffsetMs: number,
): Omit<WorkerSummary, 'audit' | 'entrances' | 'reads' | keyof PeopleSummary> {
  const lostBySecond: number[] = [];
  const places: LossPlace[] = [];
  for (const room of rooms) {
    for (const place of placesOf(room, floodOffsetMs)) {
      lostBySecond[place.second] = (lostBySecond[place.second] ?? 0) + place.lost;
      places.push(place);
    }
  }
  return {
    rooms: rooms.map(resultOf),
    stages: stagesOf(rooms),
    lostBySecond: Array.from(lostBySecond, (lost) => lost ?? 0),
    places: worstPlaces(places),
    pairs: addPairs(rooms.flatMap(({ ledger }) => ledger?.pairs() ?? [])),
  };
}

function stagesOf(rooms: readonly RoomRuntime[]): StageSums[] {
  const stages: StageSums[] = [];
  for (const { ledger } of rooms) {
    for (const [stage, sums] of ledger?.stageSums().entries() ?? []) {
      const before = stages[stage];
      if (before === undefined) stages[stage] = sums;
      else addNumbers(before, sums);
    }
  }
  return stages;
}

function resultOf({ chat, members, ledger, latency }: RoomRuntime): RoomResult {
  return {
    room: chat.name,
    members: members.length,
    sent: ledger?.sent ?? 0,
    ...(ledger?.sums() ?? NO_SUMS),
    p99Ms: latency?.p99Ms() ?? null,
  };
}

function placesOf({ chat, ledger, cuts }: RoomRuntime, floodOffsetMs: number): LossPlace[] {
  const lost = new Map<number, number>();
  ledger?.forEachLoss((copies, sentAtMs) => {
    const second = Math.max(0, Math.floor((sentAtMs - floodOffsetMs) / 1000));
    lost.set(second, (lost.get(second) ?? 0) + copies);
  });
  const seconds = new Set([...lost.keys(), ...cuts.keys()]);
  return [...seconds].map((second) => ({
    room: chat.name,
    second,
    lost: lost.get(second) ?? 0,
    cut: cuts.get(second) ?? 0,
  }));
}

/** The final account of each entrance, as far as its users live in this worker; empty where there is one only. Call it after the drain. */
export function summariseEntrances({ entrances, entranceOf, users, rooms }: WorkerContext): EntranceSummary[] {
  const sums = entrances.map(() => ({ users: 0, expected: 0, received: 0, lost: 0, receiverGone: 0 }));
  if (entrances.length > 1) {
    for (const { chat } of users) addNumbers(sums[entranceOf(chat).index] ?? {}, { users: 1 });
    for (const { members, ledger } of rooms) {
      for (const [member, own] of ledger?.memberSums().entries() ?? []) {
        const user = members[member]?.user;
        if (user !== undefined) addNumbers(sums[entranceOf(user.chat).index] ?? {}, own);
      }
    }
  }
  return entrances.flatMap(({ index, counts }) => {
    const own = sums[index];
    if (counts === undefined || own === undefined) return [];
    const { opened, lost, errors, receivedAcross, latency } = counts;
    return [
      {
        ...own,
        connectionsOpened: opened,
        connectionsLost: lost,
        errors,
        receivedAcross,
        latency: encodeCounts(latency),
      },
    ];
  });
}
