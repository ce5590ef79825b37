import type { RunPlan } from '../../core/plan.js';
import { createRandom } from '../../core/random.js';
import { turnsOfRooms } from '../../load/activity.js';
import type { SenderOrder } from '../messages.js';

/** The order of the observers, of whom the first alone sends. @param room number of theirs */
export function observersOrder(room: number): SenderOrder {
  return { senders: 1, positions: Int32Array.of(0), rooms: Int32Array.of(room), members: Int32Array.of(0) };
}

/** Nobody sends. */
export const NO_SENDERS: SenderOrder = {
  senders: 0,
  positions: new Int32Array(),
  rooms: new Int32Array(),
  members: new Int32Array(),
};

/** A sender and the worker that it lives in. */
interface Sender {
  readonly worker: number;
  readonly room: number;
  readonly member: number;
}

/**
 * The order in which all senders of the run take turns, drawn from the seed alone, divided among the workers that they live in. Where
 * few rooms are loud, senders of these have several places.
 * @param byWorker for each worker the pairs of room and member number that may send
 */
export function orderSenders(
  plan: Pick<RunPlan, 'seed' | 'rooms' | 'activity'>,
  byWorker: readonly Int32Array[],
): SenderOrder[] {
  const senders = byWorker.flatMap((pairs, worker) =>
    Array.from(
      { length: pairs.length / 2 },
      (_, index): Sender => ({
        worker,
        room: pairs[index * 2] ?? 0,
        member: pairs[index * 2 + 1] ?? 0,
      }),
    ),
  );
  senders.sort((a, b) => a.room - b.room || a.member - b.member);
  const places = createRandom(plan.seed, 'senders').shuffle(placesOf(plan, senders));
  const own: number[][] = byWorker.map(() => []);
  places.forEach(({ worker }, position) => own[worker]?.push(position));
  return own.map((positions) => ({
    senders: places.length,
    positions: Int32Array.from(positions),
    rooms: Int32Array.from(positions, (position) => places[position]?.room ?? 0),
    members: Int32Array.from(positions, (position) => places[position]?.member ?? 0),
  }));
}

/** Each sender as often as it has a turn in one cycle. @param senders those of a room beside each other */
function placesOf(plan: Pick<RunPlan, 'seed' | 'rooms' | 'activity'>, senders: readonly Sender[]): Sender[] {
  const counts = new Int32Array(plan.rooms);
  for (const { room } of senders) counts[room] = (counts[room] ?? 0) + 1;
  const turns = turnsOfRooms(plan, counts);
  let first = 0;
  return Array.from(counts, (count, room) => {
    const own = senders.slice(first, first + count);
    first += count;
    return Array.from({ length: turns[room] ?? 0 }, (_, turn) => own[turn % count]).filter((one) => one !== undefined);
  }).flat();
}
