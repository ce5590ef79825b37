import type { EntranceOutcome } from '#dist/metrics/run-outcome.js';
import { spreadOf } from './spread.js';

/** Half of what everybody of a healthy run should get. */
const COPIES = 75_000;

/** One of two ways into the chat of a healthy run, by which half of its users came in, all of whose copies took 1 to 2.5 ms. */
export function entranceOutcome(overrides: Partial<EntranceOutcome> = {}): EntranceOutcome {
  return {
    target: 'http://127.0.0.1:4000',
    users: 25,
    connectionsOpened: 25,
    connectionsLost: 0,
    errors: 0,
    expected: COPIES,
    received: COPIES,
    lost: 0,
    receiverGone: 0,
    receivedAcross: COPIES / 2,
    latency: spreadOf(COPIES, 1_000, 2_500),
    ...overrides,
  };
}
