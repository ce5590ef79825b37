import { type Message, message } from '../../core/language/words.js';
import { MOST_PLACES } from '../../metrics/places.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';
import { partsByRoom, partsBySecond, totalOf } from './parts.js';
import { type Part, whenText, whereText } from './words.js';

/** A connection that breaks takes what was sent shortly before. */
const SECONDS_UNTIL_NOTICED = 1;

/** In less than half a second a server that still delivers may well have a pause. */
const ENOUGH_OF_SECOND_MS = 500;

/** Between whom, where and when copies were lost, what broke meanwhile, and whether whole messages were lost or single copies. */
export function lossFindings(outcome: RunOutcome): Message[] {
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
function byPair({ pairs, deliveries: { lost, received } }: RunOutcome): Message[] {
  const { total, deaf, deafCopies, splitRooms, groups } = pairs;
  if (deaf === 0 || received === 0 || deafCopies < lost * BETWEEN_PAIRS) return [];
  const who = deaf * 2 === total ? message('losses.half-deaf') : message('losses.some-deaf', { deaf, total });
  if (splitRooms === 0) return [message('losses.deaf', { who })];
  const upTo = splitRooms === 1 ? '' : message('losses.split.up-to');
  return [message('losses.split', { who, rooms: splitRooms, upTo, groups })];
}

/** Those of messages that their senders could not confirm. */
function inFlight({ deliveries: { lost, unconfirmed } }: RunOutcome): Message[] {
  if (unconfirmed === 0) return [];
  const which =
    unconfirmed === lost ? message('losses.in-flight.all') : message('losses.in-flight.some', { count: unconfirmed });
  return [message('losses.in-flight', { which })];
}

function placeOfLosses(outcome: RunOutcome): [Message] {
  const { lost } = outcome.deliveries;
  const byRoom = partsByRoom(outcome, 'lost');
  const located = totalOf(byRoom);
  const bySecond = lossesBySecond(outcome);
  const what =
    located < lost
      ? message('losses.place.some', { located, lost })
      : lost === 1
        ? message('losses.place.one')
        : message('losses.place.all', { lost });
  const when = bySecond.length === 0 ? [] : [whenText(bySecond, secondsOfSending(outcome))];
  const places = [whereText(byRoom, outcome.rooms.length), ...when, ...meanwhile(outcome, bySecond, byRoom)];
  return [message('losses.place', { what, places })];
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
function meanwhile(outcome: RunOutcome, bySecond: readonly Part<number>[], byRoom: readonly Part<string>[]): Message[] {
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
  return [message('losses.cut', { count, whose: byRoom.length === 1 ? message('losses.cut.members') : '' })];
}

/** The seconds in which connections may have broken that had on their way what was sent in one second. */
function secondsThatTook(sentIn: number): number[] {
  return Array.from({ length: SECONDS_UNTIL_NOTICED + 1 }, (_, later) => sentIn + later);
}

function wholeOrSingle(outcome: RunOutcome): Message[] {
  const { sent, completed } = outcome.counters;
  const nowhere = sent - completed;
  if (nowhere < 0) return [];
  if (nowhere === 0) return [message('losses.single')];
  return [message('losses.whole', { nowhere, sent, answer: answerToLost(outcome) })];
}

/** What the server answered to messages that reached nobody. */
function answerToLost({ counters, connections, storms, sessions }: RunOutcome): Message | '' {
  const { sent, completed, refused, acksAsked, acknowledged, declined } = counters;
  if (refused > 0) return message('losses.whole.answer', { refused });
  if (acksAsked === 0 || acksAsked < sent) return '';
  const unanswered = acksAsked - acknowledged - declined;
  // Connections that end take acknowledgements along.
  const areAllThere = connections.lost === 0 && storms.length === 0 && sessions === null;
  if (unanswered === 0 && declined === 0) return message('losses.whole.acknowledged');
  return areAllThere && unanswered === sent - completed ? message('losses.whole.unanswered') : '';
}

/** The end of the English finding that losses may only be late copies. */
export const LONGER_DRAIN = 'A longer --drain tells.';

/** Losses may only be late copies when copies still came at the very end: where nothing comes any more, no drain is long enough. */
function perhapsLate(outcome: RunOutcome): Message[] {
  const came = cameLast(outcome);
  const { lost, unconfirmed } = outcome.deliveries;
  if (came === 0 || lost === unconfirmed) return [];
  const others = lost === 1 ? message('losses.perhaps-late.one') : message('losses.perhaps-late.others', { lost });
  return [message('losses.perhaps-late', { came, others })];
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
