import type { Check } from '../experiment.js';
import { appliedInAll, appliedInFleet, firstMessagesOf, membersOf } from '../fleet-truth.js';
import { about, exactly } from '../row.js';

/** Users that the server refused to register. */
export const signupsRefused: Check = (seen) =>
  exactly(
    'signups refused',
    appliedInAll(seen, 'refuse-signup'),
    seen.outcome.phases.find(({ name }) => name === 'register')?.failed ?? Number.NaN,
  );

/** Handshakes answered with HTTP 503, those that were tried again with success included. */
export const connectsRefused: Check = (seen) =>
  exactly('handshakes refused', seen.truth.connections.refused, seen.outcome.errors['server.http-503'] ?? 0);

/** Everybody is connected in the end. */
export const allOpened: Check = ({ outcome, truth }) =>
  exactly('connections opened', truth.connections.accepted, outcome.connections.opened);

/** Connections that the server cut. */
export const connectionsCut: Check = (seen) => [
  exactly('connections lost', seen.truth.connections.cut, seen.outcome.connections.lost),
  exactly(
    'connections opened again',
    seen.truth.connections.accepted - seen.plan.users,
    seen.outcome.connections.reconnects,
  ),
];

/**
 * A cut loses no copy of a user who is away: these are `receiverGone`. A cut that strikes while a message is on its way to the
 * server swallows it, for all members of its room. The difference between sent and received messages tells how many there were.
 */
export const lostInCut: Check = (seen) => {
  const { truth, outcome } = seen;
  const swallowed = outcome.counters.sent + firstMessagesOf(seen) - truth.messages.received;
  return about('copies lost', 0, outcome.deliveries.lost, swallowed * membersOf(seen));
};

/** Connections of the fleet that were open when the server was killed. */
export const connectionsBroken: Check = ({ truth, outcome }) =>
  exactly('connections lost', truth.connections.open, outcome.connections.lost);

/** Every message asked for was sent, or could not be for want of a connection. */
export const messagesOfBrokenRun: Check = ({ plan, outcome: { counters } }) =>
  exactly(
    'messages accounted for',
    (Number(plan.messagesPerSecond) * plan.durationMs) / 1000,
    counters.sent + counters.unsendable,
  );

/** The audit: users and messages that the server has forgotten. */
export const forgotten: Check = (seen) => {
  const found = seen.outcome.audit;
  return [
    exactly(
      'users missing',
      appliedInAll(seen, 'forget-user'),
      found === null ? Number.NaN : found.usersExpected - found.usersFound - found.usersNotCheckable,
    ),
    exactly(
      'messages missing',
      appliedInFleet(seen, 'forget-message'),
      found === null ? Number.NaN : found.messagesExpected - found.messagesFound - found.messagesNotCheckable,
    ),
  ];
};
