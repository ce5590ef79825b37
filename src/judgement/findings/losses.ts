import { amount } from '../../core/text.js';
import { formatCount } from '../../core/units.js';
import { MOST_PLACES } from '../../metrics/places.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';
import { partsByRoom, partsBySecond, totalOf } from './parts.js';
import { type Part, whenText, whereText } from './words.js';

/** A connection that breaks takes what was sent shortly before. */
const SECONDS_UNTIL_NOTICED = 1;

/** In less than half a second a server that still delivers may well have a pause. */
const ENOUGH_OF_SECOND_MS = 500;

/** Between whom, where and when copies were lost, what broke meanwhile, and whether whole messages were lost or single copies. */
export function lossFindings(outcome: RunOutcome): string[] {
  // The rooms' accounts are missing when workers died or the run was killed. Then it is unknown where copies were lost, and
  // which of them were only on their way.
  if (outcome.deliveries.lost === 0 || totalOf(partsByRoom(outcome, 'lost')) === 0) return [];
  return [
    ...byPair(outcome),
    ...placeOfLosses(outcome),
    ...inFlight(outcome),
    ...perhapsLate(outcome),
    ...wholeOrSingle(outcome),
  ];
}

/** The losses lie between certain senders and receivers when so many of them do. */
const BETWEEN_PAIRS = 0.9;

/** Whether some never hear some others at all. */
function byPair({ pairs, deliveries: { lost, received } }: RunOutcome): string[] {
  const { total, deaf, deafCopies, splitRooms, groups } = pairs;
  if (deaf === 0 || received === 0 || deafCopies < lost * BETWEEN_PAIRS) return [];
  const share = deaf * 2 === total ? 'Exactly half of the' : `${formatCount(deaf)} of ${formatCount(total)}`;
  const who = `${share} pairs of sender and receiver never hear each other`;
  if (splitRooms === 0) return [`${who}: not one of the sender's messages reached the receiver.`];
  const groupsText = `${splitRooms === 1 ? '' : 'up to '}${groups} groups that hear only themselves`;
  return [
    `${who}: members of ${amount(splitRooms, 'room')} fall into ${groupsText}. Several server processes without a shared adapter?`,
  ];
}

/** Those of messages that their senders could not confirm. */
function inFlight({ deliveries: { lost, unconfirmed } }: RunOutcome): string[] {
  if (unconfirmed === 0) return [];
  const which = unconfirmed === lost ? 'They' : `${formatCount(unconfirmed)} of them`;
  return [
    `${which} were in flight: copies of messages that were handed to connections which then turned out to be dead, or which the server closed at them. Nobody received these messages, and nobody can say whether the server ever had them.`,
  ];
}

function placeOfLosses(outcome: RunOutcome): [string] {
  const { lost } = outcome.deliveries;
  const byRoom = partsByRoom(outcome, 'lost');
  const located = totalOf(byRoom);
  const bySecond = lossesBySecond(outcome);
  const what =
    located < lost
      ? `${formatCount(located)} of ${formatCount(lost)} lost deliveries`
      : lost === 1
        ? 'The one lost delivery'
        : `All ${formatCount(lost)} lost deliveries`;
  const when = bySecond.length === 0 ? [] : [whenText(bySecond, secondsOfSending(outcome))];
  return [
    `${what}: ${[whereText(byRoom, outcome.rooms.length), ...when, ...meanwhile(outcome, bySecond, byRoom)].join(', ')}.`,
  ];
}

function secondsOfSending({ timeline }: RunOutcome): number {
  return timeline.filter(({ sent }) => sent > 0).length;
}

/** By the second in which their messages were sent. */
function lossesBySecond(outcome: RunOutcome): Part<number>[] {
  if (outcome.places.length >= MOST_PLACES) return partsBySecond(outcome, 'lost');
  const bySecond = new Map<number, number>();
  for (const { second, lost } of outcome.places) bySecond.set(second, (bySecond.get(second) ?? 0) + lost);
  return [...bySecond]
    .filter(([, count]) => count > 0)
    .map(([second, count]) => ({ of: second, count }))
    .toSorted((one, other) => one.of - other.of);
}

/** `when 5 connections were cut`, if some were cut at every time at which something was lost. */
function meanwhile(outcome: RunOutcome, bySecond: readonly Part<number>[], byRoom: readonly Part<string>[]): string[] {
  const [room] = byRoom;
  // Losses in one room are held against the connections of its members. Losses in several are held against all connections,
  // because a user in two of these rooms has only one.
  const cuts: readonly Part<number>[] =
    byRoom.length === 1 && outcome.places.length < MOST_PLACES
      ? outcome.places.filter((place) => place.room === room?.of).map(({ second, cut }) => ({ of: second, count: cut }))
      : partsBySecond(outcome, 'connectionsLost');
  const cutIn = new Map<number, number>();
  for (const { of, count } of cuts) if (count > 0) cutIn.set(of, (cutIn.get(of) ?? 0) + count);
  const during = bySecond.map(({ of: lostIn }) => secondsThatTook(lostIn).filter((second) => cutIn.has(second)));
  if (during.length === 0 || during.some((found) => found.length === 0)) return [];
  const count = [...new Set(during.flat())].reduce((sum, second) => sum + (cutIn.get(second) ?? 0), 0);
  const whose = byRoom.length === 1 ? ' of its members' : '';
  return [`when ${amount(count, 'connection')}${whose} ${count === 1 ? 'was' : 'were'} cut`];
}

/** The seconds in which connections may have broken that had on their way what was sent in one second. */
function secondsThatTook(sentIn: number): number[] {
  return Array.from({ length: SECONDS_UNTIL_NOTICED + 1 }, (_, later) => sentIn + later);
}

function wholeOrSingle({ counters: { sent, completed, refused } }: RunOutcome): string[] {
  const nowhere = sent - completed;
  if (nowhere < 0) return [];
  if (nowhere === 0) return ['Every message reached somebody: only single copies were lost.'];
  const answer = refused === 0 ? '' : `; the server answered ${amount(refused, 'message')} with an error event`;
  return [`${formatCount(nowhere)} of ${amount(sent, 'message')} sent reached nobody at all${answer}.`];
}

/** The end of a finding that losses may only be late copies. */
export const LONGER_DRAIN = 'A longer --drain tells.';

/** Losses may only be late copies when copies still came at the very end: where nothing comes any more, no drain is long enough. */
function perhapsLate(outcome: RunOutcome): string[] {
  const came = cameLast(outcome);
  const { lost, unconfirmed } = outcome.deliveries;
  if (came === 0 || lost === unconfirmed) return [];
  const others = lost === 1 ? 'the lost one' : `the ${formatCount(lost)} lost ones`;
  return [
    `${amount(came, 'copy', 'copies')} still came in the drain's last second: ${others} may only have been late, too. ${LONGER_DRAIN}`,
  ];
}

/** Copies of the drain's last second: the last row, and the one before where the last one covers a moment only. */
function cameLast({ timeline, floodMs, phases }: RunOutcome): number {
  const drainMs = phases.find(({ name }) => name === 'drain')?.durationMs ?? 0;
  const [last, before] = [timeline.at(-1), timeline.at(-2)];
  if (last === undefined || drainMs === 0) return 0;
  const isShort = floodMs + drainMs - last.second * 1000 < ENOUGH_OF_SECOND_MS;
  const isOfDrain = before !== undefined && before.second > Math.round(floodMs / 1000);
  return last.delivered + (isShort && isOfDrain ? before.delivered : 0);
}
