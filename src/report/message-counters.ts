import type { Counters, StageCounter } from '../metrics/snapshot.js';

/** The counters that the report tells of messages, by its field; a new one is a line here. */
export const MESSAGE_COUNTERS = {
  intended: 'intended',
  sent: 'sent',
  refused: 'refused',
  completed: 'completed',
  /** Events that users emitted beside the messages. */
  otherEvents: 'otherEvents',
  /** Unsent because the sender's connection was gone. */
  senderGone: 'unsendable',
  /** Unsent because the sender was away by plan. */
  senderAway: 'senderAway',
} as const satisfies Readonly<Record<string, keyof Counters>>;

/** The same of messages that are due in one stage. */
export const STAGE_MESSAGE_COUNTERS = {
  intended: 'intended',
  sent: 'sent',
  refused: 'refused',
  completed: 'completed',
  senderGone: 'unsendable',
  senderAway: 'senderAway',
} as const satisfies Readonly<Record<string, StageCounter>>;
