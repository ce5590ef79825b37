import { inEnglish, message as messageFor } from '../../core/language/words.js';
import { formOfAck, refusalIn } from '../../chat/acks.js';
import type { ChatEvent } from '../../chat/dialect.js';
import type { MarkFields } from '../../chat/mark-fields.js';
import { type BinaryMessage, MessageMarks, type PacketMarks } from '../../chat/message-marks.js';
import { PROBE_ACK_ID } from '../../chat/message-template.js';
import { nowUs } from '../../core/clock.js';
import { type AckMatch, ackOf } from '../../core/dialect-spec.js';
import type { ErrorKind } from '../../core/error-kinds.js';
import { ACKNOWLEDGEMENT, type HeardEvent } from '../messages.js';
import type { WorkerContext } from './context.js';
import { CopyAccounts } from './copy-accounts.js';
import { EventDiary } from './event-diary.js';
import type { Membership } from './room-runtime.js';
import type { UserListener, VirtualUser } from './virtual-user.js';

/** As many quotes of messages that had not come, when they are half of all, are no losses any more. */
const ENOUGH_UNHEARD = 50;
const WHERE_TEXTS_LIE = '{ event, text: 0.messages.*.text }';

/** What is told of events and endings beside those who act on them. */
export interface EventWitness {
  /** An EVENT packet of a user's connection; the bytes are valid during the call only. */
  onEvent(user: VirtualUser, bytes: Uint8Array, start: number, end: number): void;
  /** A binary part of the user's event before it, likewise. */
  onAttachment(user: VirtualUser, bytes: Uint8Array, start: number, end: number): void;
  /** The acknowledgement of a message that no ledger counts. @param refusal why it says no, if it does */
  onAck(args: readonly unknown[], refusal: string | undefined): void;
  /** A connection ended, and not because we asked. */
  onLost(kind: ErrorKind, reason: string): void;
}

/** What is taken also while the accounts are closed. */
const ALWAYS_TAKEN: ReadonlySet<ChatEvent['type']> = new Set(['message', 'awaited', 'joined']);

/** The receive path: from an event's bytes to the messages that it brings. */
export class Receiver implements UserListener {
  /** Told of everything that comes, beside what becomes of it, as long as the flood has not begun. */
  witness: EventWitness | undefined;
  /** What messages come to. */
  readonly accounts: CopyAccounts;
  readonly #complaints = new EventDiary();
  /** Acknowledgements of messages that are taken for a yes, by their forms. */
  readonly #answers = new EventDiary();
  readonly #context: WorkerContext;
  readonly #marks: MessageMarks;
  /** Events that bring messages, as long as binary parts of them are to come. */
  readonly #unfinished = new Map<VirtualUser, BinaryMessage>();
  /** Quotes so far, and those of them of messages that their reader had not got. */
  readonly #quotes = { all: 0, unheard: 0, isTold: false };
  /** Does a single mark say all, whether its message is known or not? */
  readonly #isPlain: boolean;
  /** What the acknowledgement of a message must hold. */
  readonly #ack: true | AckMatch;

  constructor(context: WorkerContext) {
    this.#context = context;
    this.accounts = new CopyAccounts(context);
    this.#marks = new MessageMarks(context.dialect, context.codec);
    const { receive, confirm } = context.dialect.spec.events;
    this.#isPlain = receive?.text === undefined && confirm !== false;
    this.#ack = ackOf(context.plan.dialect.events.send) ?? true;
  }

  /** Of the flood: events that look like refusals and that the dialect does not name, and, of the fleet, acknowledgements by their forms. */
  get heardInFlood(): HeardEvent[] {
    return [...this.#complaints.events, ...(this.#context.role === 'canary' ? [] : this.#answers.events)];
  }

  /** Bytes have come in: the events in them have this time. */
  onRead(): void {
    const { originUs, wakeUp } = this.#context;
    const atUs = nowUs();
    this.accounts.readAtUs = atUs - originUs;
    wakeUp.onAwake(atUs);
  }

  /** The connection of a user ended, and not because we asked. */
  onLost(_user: VirtualUser, kind: ErrorKind, reason: string): void {
    this.witness?.onLost(kind, reason);
  }

  /** The connection of a member is gone: what only it still waited for is not waited for any more. */
  onGone(membership: Membership): void {
    this.accounts.leave(membership);
  }

  /** Takes any EVENT packet of `user`'s connection. Messages of ours are recognised without parsing. */
  onEvent(user: VirtualUser, bytes: Uint8Array, start: number, end: number): void {
    this.witness?.onEvent(user, bytes, start, end);
    const { dialect, codec } = this.#context;
    if (dialect.looksLikeMessage(bytes, start, end) && codec.parse(bytes, start, end))
      this.#onMessage(user, bytes, start, end);
    else this.#onOtherEvent(user, bytes, start, end);
  }

  /** Takes a binary part of an event: a server may keep texts in such. */
  onAttachment(user: VirtualUser, bytes: Uint8Array, start: number, end: number): void {
    this.witness?.onAttachment(user, bytes, start, end);
    const message = this.#unfinished.get(user);
    const marks = message === undefined ? undefined : this.#marks.add(message, bytes, start, end);
    if (marks === undefined) return;
    this.#unfinished.delete(user);
    this.#onMarks(user, marks);
  }

  /** Takes the acknowledgement of a message. */
  onAck(user: VirtualUser, ackId: number, args: readonly unknown[]): void {
    if (ackId === PROBE_ACK_ID) {
      this.witness?.onAck(args, refusalIn(this.#ack, args));
      return;
    }
    const intendedUs = user.acks?.take(ackId);
    if (intendedUs === undefined || !this.accounts.areOpenFor(intendedUs)) return;
    const { counters, latency } = this.#context.tally.stages.at(intendedUs);
    const refusal = refusalIn(this.#ack, args);
    if (refusal === undefined) {
      counters.acknowledged++;
      if (this.#ack === true) this.#answers.note(`${ACKNOWLEDGEMENT}: ${formOfAck(args)}`, args, 'none');
      if (user.slow === undefined) latency.ack.record(this.accounts.readAtUs - intendedUs);
    } else {
      counters.declined++;
      if (user.refusals.refuse()) counters.refused++;
      this.#fail(user, 'server.ack-refused', refusal);
    }
  }

  #onOtherEvent(user: VirtualUser, bytes: Uint8Array, start: number, end: number): void {
    const { dialect, codec, tally } = this.#context;
    const event = dialect.interpret(bytes, start, end, user.entry.awaited);
    if (this.accounts.isClosed && !ALWAYS_TAKEN.has(event.type)) return;
    switch (event.type) {
      case 'message':
        if (event.parts > 0) this.#unfinished.set(user, this.#marks.begin(bytes, start, end, event.parts));
        else if (codec.parse(bytes, start, end)) this.#onMessage(user, bytes, start, end);
        break;
      case 'awaited':
        user.entry.onAwaited();
        break;
      case 'joined':
        user.confirmJoin(event.roomId);
        break;
      case 'error':
        if (user.entry.fail(event.reason)) break;
        if (user.refusals.refuse()) tally.now().counters.refused++;
        this.#fail(user, 'server.error-event', event.reason);
        break;
      case 'complaint':
        if (this.witness === undefined) this.#complaints.note(event.name, event.args, 'none');
        break;
      case 'illegal':
        this.#fail(user, 'protocol.illegal-packet');
        break;
      case 'other':
        break;
    }
  }

  #fail({ chat }: VirtualUser, kind: ErrorKind, said?: string): void {
    this.#context.tally.fail(kind, said, this.#context.entranceOf(chat).counts);
  }

  /** An event brings messages; the codec has just read a mark of it. */
  #onMessage(user: VirtualUser, bytes: Uint8Array, start: number, end: number): void {
    const { codec } = this.#context;
    if (codec.hasAnother(bytes, start, end)) this.#onMarks(user, this.#marks.read(bytes, start, end));
    else if (this.#isPlain || this.accounts.isNew(user, codec.fields)) {
      this.accounts.take(user, codec.fields);
      if (this.#marks.canLearn) this.#marks.learn(bytes, start, end);
    } else this.#onKnown(user, bytes, start, end);
  }

  /** A single mark, of a message that is not new to the user: perhaps it lies elsewhere than texts do, or nobody confirmed it. */
  #onKnown(user: VirtualUser, bytes: Uint8Array, start: number, end: number): void {
    const { dialect, tally } = this.#context;
    const marks = this.#marks.read(bytes, start, end);
    const event = dialect.spec.events.confirm === false ? dialect.wire.readEvent(bytes, start, end) : undefined;
    const isRepeated = event?.type === 'event' && event.ackId !== undefined;
    if (isRepeated && !this.accounts.isClosed) tally.counters.replayed += marks.messages.length;
    else this.#onMarks(user, marks);
  }

  /** Beside a message that comes for the first time, and is none of a history, those that the receiver has already are quoted. */
  #onMarks(user: VirtualUser, { messages, quotes }: PacketMarks): void {
    const { counters } = this.#context.tally;
    const isNews = messages.some((fields) => this.accounts.isNews(user, fields));
    // Of a room that it is not in the receiver cannot have had anything before.
    const taken = isNews
      ? messages.filter((fields) => this.accounts.isNew(user, fields) || user.membershipIn(fields.room) === undefined)
      : messages;
    for (const fields of taken) this.accounts.take(user, fields);
    if (this.accounts.isClosed) return;
    counters.quoted += messages.length - taken.length + quotes.length;
    this.#doubtQuotes(user, quotes);
  }

  /** What is quoted has come before, as a rule. If it has not, the dialect should say which texts are messages. */
  #doubtQuotes(user: VirtualUser, quotes: readonly MarkFields[]): void {
    const doubt = this.#quotes;
    doubt.all += quotes.length;
    for (const fields of quotes) if (this.accounts.isNew(user, fields)) doubt.unheard++;
    if (doubt.isTold || doubt.unheard < ENOUGH_UNHEARD || doubt.unheard * 2 < doubt.all) return;
    doubt.isTold = true;
    this.#context.notice(inEnglish(messageFor('notice.unheard-quotes', { example: WHERE_TEXTS_LIE })));
  }
}
