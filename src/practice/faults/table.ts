import { bare, everyNth, type Grammar, lastingFrom, latest, oneWay, perSecond, shareFrom, waiting } from './grammar.js';

/** One row of the table of faults. */
export interface FaultKind extends Grammar {
  /** The way to ask for it. */
  readonly example: string;
  /** What the example does, one clause, for help texts. */
  readonly effect: string;
}

/** All faults, in the order in which help lists them. */
export const FAULT_KINDS: readonly FaultKind[] = [
  kind(everyNth('drop'), 'drop=1/97', 'every 97th copy of a message is not delivered'),
  kind(everyNth('duplicate'), 'duplicate=1/101', 'every 101st copy of a message is delivered twice'),
  kind(everyNth('swap'), 'swap=1/40', "every 40th message of a sender in a room comes after that sender's next one"),
  kind(waiting('delay'), 'delay=250ms', 'every broadcast waits 250 ms'),
  kind(waiting('jitter'), 'jitter=20ms', 'every broadcast waits 0 to 20 ms; the order of one sender is kept'),
  kind(waiting('slower'), 'slower=100ms', 'every broadcast waits 100 ms more with each thousand messages before it'),
  kind(
    perSecond('capacity'),
    'capacity=1500/s',
    'messages are taken one after the other, 1500 a second; the others wait',
  ),
  kind(waiting('batch'), 'batch=100ms', 'messages of a room are collected for 100 ms, and delivered as a list'),
  kind(everyNth('quote'), 'quote=1/3', "every 3rd message is delivered with a quote of the room's message before it"),
  kind(
    waiting('receipt'),
    'receipt=1s',
    'every copy asks for a receipt, and is sent again while none has come for 1 s',
  ),
  kind(latest('replay'), 'replay=50', 'whoever joins a room is sent its last 50 messages again'),
  kind(oneWay('mangle'), 'mangle=hide', 'texts are changed: runs of seven figures are hidden'),
  kind(lastingFrom('stall'), 'stall=2s@4s', 'once, 4 s after the first message, the whole server stands still for 2 s'),
  kind(everyNth('lose-message'), 'lose-message=1/53', 'every 53rd message is neither stored nor broadcast'),
  kind(everyNth('forget-message'), 'forget-message=1/20', 'every 20th message is broadcast, but not stored'),
  kind(waiting('store-late'), 'store-late=2s', 'every message is in the history 2 s after it was broadcast'),
  kind(everyNth('error'), 'error=1/29', 'every 29th message is answered with an error event and not broadcast'),
  kind(
    everyNth('close'),
    'close=1/53',
    "every 53rd message closes its sender's connection with code 1009, and is not broadcast",
  ),
  kind(everyNth('refuse-connect'), 'refuse-connect=1/11', 'every 11th connection is refused with HTTP 503'),
  kind(everyNth('refuse-signup'), 'refuse-signup=1/13', 'every 13th signup is refused with HTTP 500'),
  kind(everyNth('forget-user'), 'forget-user=1/9', 'every 9th user is forgotten after the first login'),
  kind(shareFrom('cut'), 'cut=30%@5s', '5 s after the first message, 30 % of the sockets are cut'),
  kind(bare('recover'), 'recover', 'connections that were cut are taken up again, and sent what they missed'),
  kind(bare('no-echo'), 'no-echo', 'senders do not receive their own messages'),
  kind(bare('silent'), 'silent', 'no heartbeats are sent'),
];

function kind(grammar: Grammar, example: string, effect: string): FaultKind {
  return { ...grammar, example, effect };
}
