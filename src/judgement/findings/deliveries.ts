import { amount, listed } from '../../core/text.js';
import { formatCount } from '../../core/units.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';
import { partsByRoom, partsBySecond, totalOf } from './parts.js';
import { whenText, whereText } from './words.js';

/** Connections that broke, when, and what that cost. */
export function cutFindings(outcome: RunOutcome): string[] {
  const { lost, reconnects } = outcome.connections;
  if (lost === 0) return [];
  const bySecond = partsBySecond(outcome, 'connectionsLost');
  const during = totalOf(bySecond);
  const before = lost - during;
  const { receiverGone } = outcome.deliveries;
  const when = [
    ...(before > 0 ? [`${during > 0 ? `${formatCount(before)} ` : ''}before the first message was due`] : []),
    ...(during > 0 ? [whenText(bySecond, outcome.timeline.length)] : []),
  ];
  const again = reconnects === 0 ? 'none was opened again' : `${formatCount(reconnects)} reconnected`;
  const gone =
    receiverGone === 0
      ? ''
      : ` ${amount(receiverGone, 'delivery', 'deliveries')} had nobody to go to, and no loss is made of that.`;
  return [`${amount(lost, 'connection')} broke: ${when.join(', ')}; ${again}.${gone}`];
}

/** Copies that came twice. */
export function duplicateFindings(outcome: RunOutcome): string[] {
  const { duplicated } = outcome.deliveries;
  if (duplicated === 0) return [];
  return [
    `${amount(duplicated, 'copy', 'copies')} came although the receiver had the message already${placeOf(outcome, 'duplicated')}.`,
  ];
}

/** Copies that came in another order than they were sent. */
export function orderFindings(outcome: RunOutcome): string[] {
  const { reordered } = outcome.deliveries;
  if (reordered === 0) return [];
  return [
    `${amount(reordered, 'copy', 'copies')} came after a later message of the same sender${placeOf(outcome, 'reordered')}.`,
  ];
}

/** Copies that are no news: quotes, replays, and what a recovered connection brought. */
export function asideFindings({ counters: { quoted, replayed, recovered } }: RunOutcome): string[] {
  const apart = 'which is told apart from duplicates and is in no latency';
  return [
    ...(quoted > 0 ? [`${amount(quoted, 'message')} came again as quotes in later ones, ${apart}.`] : []),
    ...(replayed > 0
      ? [
          `${amount(replayed, 'copy', 'copies')} of messages from before a join came with or after it: the server replays its history, ${apart}.`,
        ]
      : []),
    ...(recovered > 0
      ? [`${amount(recovered, 'copy', 'copies')} that cut connections had missed came when the server recovered them.`]
      : []),
  ];
}

/** Copies that came after the drain. */
export function lateFindings({ counters: { late } }: RunOutcome): string[] {
  if (late === 0) return [];
  return [
    `${amount(late, 'lost copy', 'lost copies')} came after the drain had ended, too late to count: a longer --drain takes ${late === 1 ? 'it' : 'them'} in.`,
  ];
}

/** Copies that came to users outside the message's room. */
export function strayFindings({ counters: { unexpected } }: RunOutcome): string[] {
  if (unexpected === 0) return [];
  return [`${amount(unexpected, 'copy', 'copies')} came to users who were not, or not yet, in the message's room.`];
}

/** Observers that observed nothing. */
export function observerFindings({ noObserver }: RunOutcome): string[] {
  if (noObserver === null) return [];
  return [
    `The run had no observer, who would tell a slow generator from a slow server: ${noObserver}. They take two users and a room beyond those of the plan; --no-canary leaves them out.`,
  ];
}

/** Messages that never left, by what kept them. */
export function unsentFindings({ counters, unsentWritable }: RunOutcome): string[] {
  // Nobody asked those who were away to send.
  const unsent = counters.intended - counters.sent - counters.senderAway;
  if (unsent <= 0) return [];
  const waiting = unsent - counters.unsendable - unsentWritable;
  const reasons: readonly (readonly [count: number, why: string])[] = [
    [counters.unsendable, "because their senders' connections were gone"],
    [waiting, 'because the server took no more bytes from their sockets'],
    [unsentWritable, 'because this machine did not get round to them'],
  ];
  const told = reasons.filter(([count]) => count > 0);
  const why =
    told.length === 1
      ? ` ${told[0]?.[1] ?? ''}`
      : `: ${listed(told.map(([count, because]) => `${formatCount(count)} ${because}`))}`;
  return [`${amount(unsent, 'message')} could not be sent${why}.`];
}

function placeOf(outcome: RunOutcome, column: 'duplicated' | 'reordered'): string {
  const byRoom = partsByRoom(outcome, column);
  const bySecond = partsBySecond(outcome, column);
  const places = [
    ...(byRoom.length === 0 ? [] : [whereText(byRoom, outcome.rooms.length)]),
    ...(bySecond.length === 0 ? [] : [whenText(bySecond, outcome.timeline.length)]),
  ];
  return places.length === 0 ? '' : `: ${places.join(', ')}`;
}
