import type { Counters } from '../metrics/snapshot.js';

/** The counters that the report tells of copies beside the sums of the ledger, by its field; a new one is a line here. */
export const DELIVERY_COUNTERS = {
  unexpected: 'unexpected',
  quoted: 'quoted',
  replayed: 'replayed',
  recovered: 'recovered',
  late: 'late',
} as const satisfies Readonly<Record<string, keyof Counters>>;
