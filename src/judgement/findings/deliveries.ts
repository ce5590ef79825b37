import { recognised } from '../../core/language/recognise.js';
import { type Message, message } from '../../core/language/words.js';
import { partsOfReceiverGone } from '../../core/slow-readers.js';
import type { RunOutcome } from '../../metrics/run-outcome.js';
import { partsByRoom, partsBySecond, totalOf } from './parts.js';
import { whenText, whereText } from './words.js';

/** Connections that broke, when, and what that cost. */
export function cutFindings(outcome: RunOutcome): Message[] {
  const { lost, reconnects } = outcome.connections;
  if (lost === 0) return [];
  const bySecond = partsBySecond(outcome, 'connectionsLost');
  const during = totalOf(bySecond);
  const before = lost - during;
  const { gone: nobodys } = partsOfReceiverGone(outcome.deliveries.receiverGone, outcome.slowReaders);
  const when = [
    ...(before === 0
      ? []
      : [during > 0 ? message('cuts.when.some-before', { count: before }) : message('cuts.when.before')]),
    ...(during > 0 ? [whenText(bySecond, outcome.timeline.length)] : []),
  ];
  const again = reconnects === 0 ? message('cuts.none-again') : message('cuts.again', { count: reconnects });
  const gone = nobodys === 0 ? '' : message('cuts.gone', { count: nobodys });
  return [message('cuts', { lost, when, again, gone })];
}

/** Copies that came twice. */
export function duplicateFindings(outcome: RunOutcome): Message[] {
  const { duplicated } = outcome.deliveries;
  if (duplicated === 0) return [];
  return [message('duplicates', { count: duplicated, where: placeOf(outcome, 'duplicated') })];
}

/** Copies that came in another order than they were sent. */
export function orderFindings(outcome: RunOutcome): Message[] {
  const { reordered } = outcome.deliveries;
  if (reordered === 0) return [];
  return [message('reordered', { count: reordered, where: placeOf(outcome, 'reordered') })];
}

/** Copies that are no news: quotes, replays, and what a recovered connection brought. */
export function asideFindings({ counters: { quoted, replayed, recovered } }: RunOutcome): Message[] {
  return [
    ...(quoted > 0 ? [message('aside.quotes', { count: quoted })] : []),
    ...(replayed > 0 ? [message('aside.history', { count: replayed })] : []),
    ...(recovered > 0 ? [message('aside.recovery', { count: recovered })] : []),
  ];
}

/** Copies that came after the drain. */
export function lateFindings({ counters: { late } }: RunOutcome): Message[] {
  if (late === 0) return [];
  return [message('late', { count: late })];
}

/** Copies that came to users outside the message's room. */
export function strayFindings({ counters: { unexpected } }: RunOutcome): Message[] {
  if (unexpected === 0) return [];
  return [message('strays', { count: unexpected })];
}

/** Observers that observed nothing. */
export function observerFindings({ noObserver }: RunOutcome): Message[] {
  if (noObserver === null) return [];
  return [message('no-observer', { why: recognised(noObserver) })];
}

/** Messages that never left, by what kept them. */
export function unsentFindings({ counters, unsentWritable }: RunOutcome): Message[] {
  // Nobody asked those who were away to send.
  const unsent = counters.intended - counters.sent - counters.senderAway;
  if (unsent <= 0) return [];
  const waiting = unsent - counters.unsendable - unsentWritable;
  const reasons: readonly (readonly [count: number, why: Message])[] = [
    [counters.unsendable, message('unsent.gone')],
    [waiting, message('unsent.waiting')],
    [unsentWritable, message('unsent.own')],
  ];
  const told = reasons.filter(([count]) => count > 0);
  const [only] = told;
  if (told.length === 1 && only !== undefined) return [message('unsent.one', { count: unsent, why: only[1] })];
  const whys = told.map(([count, why]) => message('unsent.part', { count, why }));
  return [message('unsent.several', { count: unsent, whys })];
}

function placeOf(outcome: RunOutcome, column: 'duplicated' | 'reordered'): Message | '' {
  const byRoom = partsByRoom(outcome, column);
  const bySecond = partsBySecond(outcome, column);
  const places = [
    ...(byRoom.length === 0 ? [] : [whereText(byRoom, outcome.rooms.length)]),
    ...(bySecond.length === 0 ? [] : [whenText(bySecond, outcome.timeline.length)]),
  ];
  return places.length === 0 ? '' : message('places', { places });
}
