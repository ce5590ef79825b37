import { keysOf, pickFields, recordOf } from '../core/records.js';
import { ROOM_COLUMNS } from '../metrics/columns.js';
import { MOST_REASONS } from '../metrics/reasons.js';
import { perSecondOfFlood, type RoomResult, type RunOutcome } from '../metrics/run-outcome.js';
import { errorShare, totalErrors } from '../metrics/snapshot.js';
import { DELIVERY_COUNTERS } from './delivery-counters.js';
import { MESSAGE_COUNTERS } from './message-counters.js';
import type {
  AckReport,
  ConnectionReport,
  DeliveryReport,
  ErrorReport,
  MessageReport,
  TpsReport,
} from './report-types.js';

type AckCounter = 'acksAsked' | 'acknowledged' | 'declined';

/** Messages, from what was asked for to what arrived. */
export function messageReport({ counters }: RunOutcome): MessageReport {
  const told = recordOf(keysOf(MESSAGE_COUNTERS), (field) => counters[MESSAGE_COUNTERS[field]]);
  const { intended, sent, ...others } = told;
  return { intended, sent, unsent: intended - sent, ...others };
}

/** Copies, in all and by room. */
export function deliveryReport({ deliveries, counters, rooms, places, pairs }: RunOutcome): DeliveryReport {
  const { expected, received, lost, unconfirmed, duplicated, reordered, receiverGone } = deliveries;
  return {
    expected,
    received,
    lost,
    unconfirmed,
    duplicated,
    reordered,
    receiverGone,
    ...recordOf(keysOf(DELIVERY_COUNTERS), (field) => counters[DELIVERY_COUNTERS[field]]),
    byRoom: rooms.map(roomRow),
    places: places.map(({ room, second, lost: copies, cut }) => ({ room, second, lost: copies, cut })),
    pairs: { ...pairs },
  };
}

/** Named one by one, so that what the engine adds for itself does not become part of the format. */
function roomRow(result: RoomResult): RoomResult {
  return { room: result.room, ...pickFields(result, ROOM_COLUMNS) };
}

/** Acknowledgements; null where no message asked for one. */
export function ackReport({
  acksAsked,
  acknowledged,
  declined,
}: Readonly<Record<AckCounter, number>>): AckReport | null {
  if (acksAsked === 0) return null;
  return { asked: acksAsked, acknowledged, refused: declined, unacknowledged: acksAsked - acknowledged - declined };
}

/** What an {@link ackReport} was made of. */
export function ackCounters(report: AckReport | null): Record<AckCounter, number> {
  const { asked = 0, acknowledged = 0, refused = 0 } = report ?? {};
  return { acksAsked: asked, acknowledged, declined: refused };
}

/** Rates over the flood, or over the part of it that an outcome is of. */
export function tpsReport(outcome: RunOutcome): TpsReport {
  const { counters, deliveries, timeline } = outcome;
  return {
    intended: perSecondOfFlood(outcome, counters.intended),
    sent: perSecondOfFlood(outcome, counters.sent),
    completed: perSecondOfFlood(outcome, counters.completed),
    delivered: perSecondOfFlood(outcome, deliveries.received),
    peakSent: timeline.reduce((peak, { sent }) => Math.max(peak, sent), 0),
    peakDelivered: timeline.reduce((peak, { delivered }) => Math.max(peak, delivered), 0),
  };
}

/** Failures, and what servers said of them. */
export function errorReport({ errors, reasons, counters }: RunOutcome): ErrorReport {
  const total = totalErrors(errors);
  return {
    total,
    share: errorShare(total, counters.operations),
    byKind: { ...errors },
    operations: counters.operations,
    reasons: reasons.slice(0, MOST_REASONS),
  };
}

/** Connections, from those asked for to those left. */
export function connectionReport({ connections }: RunOutcome): ConnectionReport {
  const { asked, opened, peak, lost, pings, reconnects, openAtEnd } = connections;
  return { asked, opened, peak, lost, pings, reconnects, openAtEnd };
}
