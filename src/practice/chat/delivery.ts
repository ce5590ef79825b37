import type { ActiveFaults } from '../faults/active.js';
import { createCopyFaults } from '../faults/copies.js';
import { createPacking } from '../faults/packing.js';
import { createReceiptFault } from '../faults/receipts.js';
import { createReplays, type Replays } from '../faults/replays.js';
import { createTiming, type TimingStep } from '../faults/timing.js';
import type { RoomStore } from '../store/rooms.js';
import type { TruthCounters } from '../truth.js';
import { createBroadcast } from './broadcast.js';
import type { ChatServer } from './events.js';

/** The way of messages from their acceptance to the sockets of their rooms. */
export interface Delivery extends TimingStep {
  readonly replays: Replays;
}

/** Each step with its faults: when, in what shape, to whom, and again. */
export function createDelivery(
  active: ActiveFaults,
  io: ChatServer,
  counters: TruthCounters,
  rooms: Pick<RoomStore, 'get'>,
): Delivery {
  const onRepeat = (copies = 1): void => {
    counters.copiesDelivered += copies;
  };
  const receipts = createReceiptFault(active, io, onRepeat);
  const replays = createReplays(active, onRepeat);
  const copyFaults = createCopyFaults(active);
  const quotes = active.get('quote')?.tally;
  const packing = createPacking(
    active,
    createBroadcast(io, { counters, rooms, copyFaults, quotes, receipts, replays }),
  );
  const timing = createTiming(active, (message) => packing.accept(message));
  return {
    replays,
    accept: (message) => timing.accept(message),
    close() {
      for (const step of [timing, packing, receipts]) step?.close();
    },
  };
}
