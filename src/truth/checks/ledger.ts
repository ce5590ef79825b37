import { sumOf } from '../../core/numbers.js';
import type { MarkForm } from '../../core/mark-form.js';
import type { DeliverySums } from '../../metrics/run-outcome.js';
import type { Check, Observation } from '../experiment.js';
import {
  appliedIn,
  appliedInAll,
  appliedInFleet,
  firstMessagesOf,
  membersOf,
  truthOfFleet,
  truthOfRoom,
} from '../fleet-truth.js';
import { about, exactly, says } from '../row.js';

/** Messages sent: what the plan asks for. */
export const sent: Check = ({ plan, outcome }) =>
  exactly('messages sent', (Number(plan.messagesPerSecond) * plan.durationMs) / 1000, outcome.counters.sent);

/**
 * A ramp from 0: its area is half of rate × time, and each second of it has what lies between two squares of time. When a message is
 * due is arithmetic; the second in which it leaves is not.
 */
export const ramp: Check = ({ plan, outcome }) => {
  const { durationMs, stages } = plan;
  const [seconds, rate] = [durationMs / 1000, stages[0]?.to ?? Number.NaN];
  const middle = Math.floor(seconds / 2);
  const perSquare = rate / (2 * seconds);
  const ofMiddle = outcome.timeline.find(({ second }) => second === middle)?.intended ?? Number.NaN;
  return [
    about('messages sent', (rate * seconds) / 2, outcome.counters.sent, 1),
    exactly('messages due in the middle second', perSquare * ((middle + 1) ** 2 - middle ** 2), ofMiddle),
  ];
};

/** Copies expected: from the rooms' members, and from whether the server echoes. */
export const expected: Check = (seen) =>
  exactly('copies expected', truthOfFleet(seen).expected, seen.outcome.deliveries.expected);

/** Copies received: what the server handed to its sockets. Only without observers, whose copies it counts too. */
export const received: Check = (seen) =>
  exactly(
    'copies received',
    seen.truth.copies.delivered - firstMessagesOf(seen) * membersOf(seen),
    seen.outcome.deliveries.received + seen.outcome.deliveries.duplicated,
  );

export const lost: Check = (seen) => exactly('copies lost', truthOfFleet(seen).lost, seen.outcome.deliveries.lost);

export const duplicated: Check = (seen) =>
  exactly('copies duplicated', truthOfFleet(seen).duplicated, seen.outcome.deliveries.duplicated);

export const reordered: Check = (seen) =>
  exactly('copies reordered', truthOfFleet(seen).reordered, seen.outcome.deliveries.reordered);

/** How messages carry their marks where the server changes texts: the form that survives it. */
export function mark(form: MarkForm): Check {
  return ({ outcome }) => says('marks survive', form, outcome.mark ?? 'not known');
}

/** Messages that came again as quotes: none of them is received or duplicated by that, even where its own copy was dropped. */
export const quotes: Check = (seen) =>
  exactly('messages quoted', appliedInAll(seen, 'quote'), seen.outcome.counters.quoted);

/** Copies sent again because no receipt came in time: none, and if this machine was held up, each of them is a duplicate. */
export const repeated: Check = (seen) =>
  exactly('copies duplicated', appliedInAll(seen, 'receipt'), seen.outcome.deliveries.duplicated);

/**
 * What the server sends again to who joins again is no duplicate. A message that was sent while somebody joined, and that only the
 * replay brings, is received like any other: one a join at the most.
 */
export const replayed: Check = (seen) => [
  exactly('copies duplicated', 0, seen.outcome.deliveries.duplicated),
  about(
    'copies replayed',
    appliedInAll(seen, 'replay'),
    seen.outcome.counters.replayed,
    seen.outcome.connections.reconnects,
  ),
];

/**
 * Copies that cut connections had missed, which the server sent when it took them up again: everybody has every message that it took.
 * One that is sent while a connection is taken up comes as it would have, and is from before that for its receiver all the same.
 */
export const recovered: Check = (seen) => [
  exactly('copies duplicated', 0, seen.outcome.deliveries.duplicated),
  exactly(
    'copies received',
    (seen.truth.messages.received - firstMessagesOf(seen)) * membersOf(seen),
    seen.outcome.deliveries.received,
  ),
  about(
    'copies recovered',
    appliedInFleet(seen, 'recover'),
    seen.outcome.counters.recovered,
    seen.outcome.connections.reconnects,
  ),
];

/** Messages that were answered with an error event. */
export const refused: Check = (seen) =>
  exactly('messages refused', appliedInFleet(seen, 'error'), seen.outcome.counters.refused);

/** Whether the server sends the sender its own copy, as the observers found out. */
export const echo: Check = ({ outcome, faults }) =>
  says(
    'senders get their own copy',
    faults.some(({ name }) => name === 'no-echo') ? 'no' : 'yes',
    wordOf(outcome.canary?.echoToSender),
  );

/** The observers' own losses, counted apart from the fleet's. */
export const observersLost: Check = (seen) =>
  exactly(
    "observers' copies lost",
    appliedIn(seen, 'drop', observersRoom(seen)),
    seen.outcome.canary?.lost ?? Number.NaN,
  );

/** Everything at once, room by room. */
export const everyRoom: Check = (seen) =>
  exactly('rooms with a wrong account', 0, seen.outcome.rooms.filter((room) => isWrong(seen, room)).length);

/** The sums alone: in total and in every room, everything expected is received, lost or without a receiver. */
export const sums: Check = ({ outcome }) => {
  const accounts: readonly DeliverySums[] = [outcome.deliveries, ...outcome.rooms];
  return exactly(
    'copies unaccounted for',
    0,
    accounts.reduce((total, account) => total + Math.abs(remainderOf(account)), 0),
  );
};

/** Reason to count again: the drain ended, and what it waited for still came, since other programs held up the server or us. */
export function stillComing({ outcome, plan, truth }: Observation): string | undefined {
  const { timeline, floodMs, counters } = outcome;
  const last = timeline.at(-1);
  const isOfDrain = last !== undefined && last.second * 1000 >= floodMs;
  if ((isOfDrain && last.delivered > 0) || counters.late > 0) return 'copies still came when the drain ended';
  const comeBack = truth.connections.accepted - plan.users;
  const byPlan = sumOf(outcome.storms.map(({ back }) => back)) + (outcome.sessions?.back ?? 0);
  if (comeBack > outcome.connections.reconnects + byPlan)
    return 'connections were still opened again when the drain ended';
  const isUnread = counters.connectionsLost === 0 && truth.messages.received < counters.sent;
  if (outcome.storms.some(({ cut, back }) => back < cut)) return 'somebody was still coming back when the load ended';
  return isUnread ? 'the server had not read all messages when the drain ended' : undefined;
}

function remainderOf({ expected: wanted, received: got, lost: missing, receiverGone }: DeliverySums): number {
  return wanted - got - missing - receiverGone;
}

function isWrong(seen: Observation, room: Observation['outcome']['rooms'][number]): boolean {
  const truth = truthOfRoom(seen, room);
  const keys = Object.keys(truth) as (keyof typeof truth)[];
  return remainderOf(room) !== 0 || keys.some((key) => truth[key] !== room[key]);
}

/** The room that is none of the fleet's. */
function observersRoom({ outcome, roomIds }: Observation): string {
  const fleet = new Set(outcome.rooms.map(({ room }) => room));
  return [...roomIds.keys()].find((name) => !fleet.has(name)) ?? '';
}

function wordOf(answer: boolean | null | undefined): string {
  if (answer === true) return 'yes';
  return answer === false ? 'no' : 'not known';
}
