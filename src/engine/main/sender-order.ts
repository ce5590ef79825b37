import { createRandom } from '../../core/random.js';
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

/**
 * The order in which all senders of the run take turns, drawn from the seed alone, divided among the workers that they live in.
 * @param byWorker for each worker the pairs of room and member number that may send
 */
export function orderSenders(seed: number, byWorker: readonly Int32Array[]): SenderOrder[] {
  const all = byWorker.flatMap((pairs, worker) =>
    Array.from({ length: pairs.length / 2 }, (_, index) => ({
      worker,
      room: pairs[index * 2] ?? 0,
      member: pairs[index * 2 + 1] ?? 0,
    })),
  );
  all.sort((a, b) => a.room - b.room || a.member - b.member);
  createRandom(seed, 'senders').shuffle(all);
  return byWorker.map((_, worker) => {
    const own = all.flatMap((sender, position) => (sender.worker === worker ? [{ ...sender, position }] : []));
    return {
      senders: all.length,
      positions: Int32Array.from(own, ({ position }) => position),
      rooms: Int32Array.from(own, ({ room }) => room),
      members: Int32Array.from(own, ({ member }) => member),
    };
  });
}
