import { sumOf } from '../../core/numbers.js';
import { gapsOf } from '../../metrics/audit.js';
import type { Check, Observation } from '../experiment.js';
import { appliedInAll, appliedInFleet, firstMessagesOf, membersOf } from '../fleet-truth.js';
import { about, exactly, says } from '../row.js';

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

/** Connections that the server cut or closed. */
export const connectionsCut: Check = ({ truth, outcome }) =>
  exactly('connections lost', truth.connections.cut, outcome.connections.lost);

/** Those of them that came back; the last ones were cut long before the end of the flood. */
export const openedAgain: Check = ({ plan, truth, outcome }) =>
  exactly('connections opened again', truth.connections.accepted - plan.users, outcome.connections.reconnects);

/**
 * A cut loses no copy of a user who is away: these are `receiverGone`. A message that is on its way to the server when its
 * connection is cut, or for which the server closes it, is lost for all members of its room; the difference between sent and
 * received messages tells how many were on their way.
 */
export const lostInCut: Check = (seen) => {
  const { truth, outcome } = seen;
  const onTheirWay = outcome.counters.sent + firstMessagesOf(seen) - truth.messages.received;
  const swallowed = (onTheirWay + appliedInFleet(seen, 'close')) * membersOf(seen);
  return [
    exactly('copies lost', swallowed, outcome.deliveries.lost),
    exactly('copies unconfirmed', swallowed, outcome.deliveries.unconfirmed),
  ];
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
  const { audit } = seen.outcome;
  const gaps = audit === null ? undefined : gapsOf(audit);
  return [
    exactly('users missing', appliedInAll(seen, 'forget-user'), gaps?.usersMissing ?? Number.NaN),
    exactly('messages missing', appliedInFleet(seen, 'forget-message'), gaps?.messagesMissing ?? Number.NaN),
  ];
};

/** The audit: nothing is missing of what is stored late, and it is told that some of it was. */
export const storedLate: Check = ({ outcome: { audit } }) => [
  exactly('messages missing', 0, audit === null ? Number.NaN : gapsOf(audit).messagesMissing),
  exactly('messages found', audit?.messagesExpected ?? Number.NaN, audit?.messagesFound ?? Number.NaN),
  says('found late', 'some', (audit?.messagesFoundLate ?? 0) > 0 ? 'some' : 'none'),
];

/** Half of the people are cut, as planned; whom the server has taken again is back, and nobody else is. */
export const everybodyBack: Check = ({ plan, truth, outcome: { storms, connections } }) => [
  exactly(
    'users cut',
    sumOf((plan.storms ?? []).map(({ share }) => Math.round(plan.users * share))),
    inAll(storms, 'cut'),
  ),
  exactly('users back', truth.connections.accepted - plan.users, inAll(storms, 'back')),
  exactly('connections lost', 0, connections.lost),
];

/** What people miss is what the server made for nobody, since they were not there, and what it made that nobody got. */
export const missedInStorm: Check = (seen) => {
  const { truth, outcome } = seen;
  const made = truth.copies.delivered - firstMessagesOf(seen) * membersOf(seen);
  return [
    exactly('copies missed', truth.copies.absent + made - outcome.deliveries.received, inAll(outcome.storms, 'missed')),
    exactly('copies lost', 0, outcome.deliveries.lost),
  ];
};

/** The same of people who leave again and again; that they do, the plan says. */
export const missedBySessions: Check = (seen) => {
  const { plan, truth, outcome } = seen;
  const { sessions, deliveries } = outcome;
  const returned = truth.connections.accepted - plan.users;
  const made = truth.copies.delivered - firstMessagesOf(seen) * membersOf(seen);
  return [
    says('people left', 'some', (sessions?.left ?? 0) > 0 ? 'some' : 'none'),
    // Some are on their way back when the load ends: their connections are there, and their rooms are not.
    about('users back', returned, sessions?.back ?? Number.NaN, sessions?.stillAway ?? 0),
    exactly('copies missed', truth.copies.absent + made - deliveries.received, sessions?.missed ?? Number.NaN),
    exactly('copies lost', 0, deliveries.lost),
    exactly('connections lost', 0, outcome.connections.lost),
  ];
};

/** The server takes every connection up again: nobody misses anything, and what it sent late is told. */
export const recoveredAfterStorm: Check = (seen) => [
  exactly('copies missed', 0, inAll(seen.outcome.storms, 'missed')),
  // One that is sent while a connection is taken up comes as it would have, and is from before that for its receiver all the same.
  about(
    'copies recovered',
    appliedInFleet(seen, 'recover'),
    inAll(seen.outcome.storms, 'recovered'),
    inAll(seen.outcome.storms, 'back'),
  ),
];

function inAll(storms: Observation['outcome']['storms'], count: 'cut' | 'back' | 'missed' | 'recovered'): number {
  return sumOf(storms.map((storm) => storm[count]));
}
