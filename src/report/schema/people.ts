import { recordOf } from '../../core/records.js';
import type { SessionTimes } from '../../core/sessions.js';
import type { SlowReaders } from '../../core/slow-readers.js';
import { MOST_STORMS, STORM_ENDS, STORM_RETURNS, type Storm } from '../../core/storms.js';
import { listOf } from './collections.js';
import { type FieldsOf, fields, oneOf, VALUES } from './values.js';

const { amount, amountOrNull, count, histogram, latency, share } = VALUES;

/** A span of time, both ends included. */
const drawnTime = fields({ min: amount, max: amount });

const plannedStorm = {
  atMs: amount,
  share,
  offlineMs: amount,
  how: oneOf(...STORM_ENDS),
  back: oneOf(...STORM_RETURNS),
} satisfies FieldsOf<Storm>;
const plannedSessions = { lengthMs: drawnTime, pauseMs: drawnTime } satisfies FieldsOf<SessionTimes>;
const plannedSlowReaders = { share, atMs: amount, durationMs: amount } satisfies FieldsOf<SlowReaders>;

/** What people are to do, as a plan has it. */
export const plannedPeople = {
  storms: listOf(fields(plannedStorm), MOST_STORMS).exactOptional(),
  sessions: fields(plannedSessions).exactOptional(),
  slowReaders: fields(plannedSlowReaders).exactOptional(),
};

/** Of everybody, not of a sample; null without anybody. */
const times = fields(recordOf(['p50', 'p95', 'p99', 'max'] as const, () => amountOrNull));

/** Users who lost their connections by plan at one moment. */
const storm = fields({
  /** When, since the flood began. */
  atMs: amount,
  /** Of all users. */
  share,
  /** How long they were without a network. */
  offlineMs: amount,
  how: oneOf(...STORM_ENDS),
  /** When they tried to come back. */
  returning: oneOf(...STORM_RETURNS),
  /** Users whose connections were open and ended. */
  cut: count,
  /** Of them, those who were back in all of their rooms before the flood ended, and the others. */
  back: count,
  neverBack: count,
  /** From the moment at which they were to come back until they were. */
  backMs: times,
  /** From the cut until they were back. */
  awayMs: times,
  /** Copies that they could not get while they were away, and did not get later. */
  missed: count,
  /** Copies that recovered connections brought of what they had missed. */
  recovered: count,
  /** Of the connections cut, those of which it is not known whether the server had got all that was sent over them. */
  untaken: count,
  histograms: fields({ back: histogram, away: histogram }),
});

/** Those of a plan, in the order of their times. */
export const stormList = listOf(storm, MOST_STORMS);

/** Users who left and came back while messages flowed, by plan. */
export const sessionFields = fields({
  /** How long they stayed, and how long they were away until they came back: drawn anew each time. */
  lengthMs: drawnTime,
  pauseMs: drawnTime,
  /** How often somebody left. */
  left: count,
  /** Of these times, those after which the user was back in all rooms before the flood ended. */
  back: count,
  /** Those of users who were to be back later than a second before the flood ended, and were not; and earlier, and were not. */
  stillAway: count,
  neverBack: count,
  /** From the moment at which they were to come back until they were. */
  backMs: times,
  /** Copies that they could not get while they were away, and did not get later. */
  missed: count,
  /** Copies that recovered connections brought of what they had missed. */
  recovered: count,
  /** Of the times, those at which it is not known whether the server had got all that the user had sent. */
  untaken: count,
  /** Of backMs. */
  histogram,
}).nullable();

/** Users who did not read their sockets for a time, by plan. */
export const slowReaderFields = fields({
  /** Of all users. */
  share,
  /** When they stopped reading, since the flood began. */
  atMs: amount,
  /** How long they were not to read. */
  durationMs: amount,
  /** Those who were connected then, and stopped. */
  users: count,
  /** Of them, those whose connections the server ended since; and of these, those who were back before the flood ended. */
  cut: count,
  back: count,
  /** Copies that were under way when they stopped, or were sent while they did not read. */
  held: count,
  /** Of these, those that came when they read again. */
  received: count,
  /** Those that did not come to users whose connections ended meanwhile or since, and to the others. */
  gone: count,
  dropped: count,
}).nullable();

/** What was read beside the messages. */
export const readFields = fields({
  /** Of the whole run, as it was planned. */
  perSecond: amount,
  /** Reads that were due. */
  intended: count,
  sent: count,
  /** Due, and never sent: too many were under way. */
  unsent: count,
  /** Answered by a status that the dialect accepts, and in its shape. */
  answered: count,
  /** Answered otherwise, or not within limits.httpTimeout. */
  failed: count,
  /** Still under way when the drain was over. */
  unanswered: count,
  /** Answers that were looked through for messages. */
  judged: count,
  /** Of these, those that lacked one that had been delivered before they were asked for. */
  stale: count,
  /** From the planned moment to the answer. */
  latencyMs: latency,
  /** How far answers were behind when they were asked for; 0 for those that lacked nothing. */
  stalenessMs: latency,
  histograms: fields({ latency: histogram, staleness: histogram }),
}).nullable();
