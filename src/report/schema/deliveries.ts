import { keysOf, recordOf } from '../../core/records.js';
import type { PairSums } from '../../metrics/pairs.js';
import type { LossPlace, RoomResult } from '../../metrics/run-outcome.js';
import { DELIVERY_COUNTERS } from '../delivery-counters.js';
import { listOf } from './collections.js';
import { ledgerSums } from './parts.js';
import { type FieldsOf, fields, VALUES } from './values.js';

const { amountOrNull, count, text } = VALUES;

const room = {
  room: text,
  members: count,
  sent: count,
  ...ledgerSums,
  p99Ms: amountOrNull,
} satisfies FieldsOf<RoomResult>;
const place = { room: text, second: count, lost: count, cut: count } satisfies FieldsOf<LossPlace>;

const pairs = {
  total: count,
  deaf: count,
  deafCopies: count,
  splitRooms: count,
  groups: count,
} satisfies FieldsOf<PairSums>;

/** What came of the messages, copy by copy. */
export const deliveries = fields({
  ...ledgerSums,
  ...recordOf(keysOf(DELIVERY_COUNTERS), () => count),
  byRoom: listOf(fields(room)),
  /** Where and when copies were lost and connections broke, the worst first. */
  places: listOf(fields(place)),
  /** Who hears whom, as far as that is known. */
  pairs: fields(pairs),
}).describe('expected = received + lost + receiverGone, in total and in every room; unconfirmed is a part of lost.');
