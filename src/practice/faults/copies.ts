import { type ActiveFaults, countEvery } from './active.js';

/** What happens to the copies of one message; receivers are socket ids, those not named get one copy each. */
interface CopyPlan {
  readonly withheld: readonly string[];
  readonly repeated: readonly string[];
}

/** Decides about the copies of a message in `roomId`, receiver by receiver in the order in which they joined. */
export type CopyFaults = (roomId: string, receivers: Iterable<string>, senderSocketId: string) => CopyPlan;

/**
 * Faults of single copies: `no-echo`, then `drop`, then `duplicate`; a copy that is withheld does not reach the next
 * one's counter.
 * @returns undefined when none of them is on, so that a healthy server need not look at single receivers
 */
export function createCopyFaults(active: ActiveFaults): CopyFaults | undefined {
  const noEcho = active.get('no-echo');
  const drop = active.get('drop');
  const duplicate = active.get('duplicate');
  if (noEcho === undefined && drop === undefined && duplicate === undefined) return undefined;
  const isDropped = drop === undefined ? undefined : countEvery(drop.parameters.everyNth);
  const isRepeated = duplicate === undefined ? undefined : countEvery(duplicate.parameters.everyNth);

  return (roomId, receivers, senderSocketId) => {
    const withheld: string[] = [];
    const repeated: string[] = [];
    for (const socketId of receivers) {
      if (noEcho !== undefined && socketId === senderSocketId) {
        noEcho.tally.inRoom(roomId);
        withheld.push(socketId);
      } else if (isDropped?.() === true) {
        drop?.tally.inRoom(roomId);
        withheld.push(socketId);
      } else if (isRepeated?.() === true) {
        duplicate?.tally.inRoom(roomId);
        repeated.push(socketId);
      }
    }
    return { withheld, repeated };
  };
}
