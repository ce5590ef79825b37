import { refusalIn } from '../../chat/acks.js';
import type { ChatEvent } from '../../chat/dialect.js';
import { PROBE_NUMBER } from '../../chat/mark.js';
import type { MarkFields } from '../../chat/mark-fields.js';
import { PROBE_ACK_ID } from '../../chat/message-template.js';
import { nowUs } from '../../core/clock.js';
import { type BinaryMessage, MessageMarks, type PacketMarks } from '../../chat/message-marks.js';
import type { ErrorKind } from '../../core/error-kinds.js';
import { type AckMatch, ackOf, knowsRooms } from '../../core/dialect-spec.js';
import { observersRoomOf } from '../../load/observers.js';
import { COPY } from '../../ledger/copy.js';
import type { WorkerContext } from './context.js';
import type { Membership, RoomRuntime } from './room-runtime.js';
import type { StageTally } from './stage-tally.js';
import type { UserListener, VirtualUser } from './virtual-user.js';

/** Copies that are no news: of what was sent before their receiver's present connection was there. */
const FROM_BEFORE = COPY.replayed | COPY.recovered;

/** As many quotes of messages that had not come, when they are half of all, are no losses any more. */
const ENOUGH_UNHEARD = 50;
const UNHEARD_QUOTES =
  'Texts of ours were taken for quotes, since they lie deeper or less deep in their event than those of single messages, and most of them had not come before. If they are messages, say in the dialect where texts lie: receive: { event, text: 0.messages.*.text }.';

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

/** The receive path: from an event's bytes to the ledger and the histograms. */
export class Receiver implements UserListener {
  /** Told of everything that comes, beside what becomes of it, as long as the flood has not begun. */
  witness: EventWitness | undefined;
  /** Told of an own copy that no account expects. */
  onEcho: (() => void) | undefined;
  /** Told when nobody waits for a message any more: with a window, its sender may send again. */
  onDelivered: ((membership: Membership) => void) | undefined;
  #closed = false;
  readonly #context: WorkerContext;
  readonly #marks: MessageMarks;
  /** Events that bring messages, as long as binary parts of them are to come. */
  readonly #unfinished = new Map<VirtualUser, BinaryMessage>();
  /** Quotes so far, and those of them of messages that their reader had not got. */
  readonly #quotes = { all: 0, unheard: 0, isTold: false };
  /** When the latest bytes came in, microseconds since the run's origin: the clock is read once a chunk, not once a message. */
  #readAtUs = 0;
  #accountsFromUs = 0;
  /** On a server without rooms everybody hears the observers too, and they everybody. */
  readonly #hearsEverything: boolean;
  readonly #observersRoom: number;
  /** Does a single mark say all, whether its message is known or not? */
  readonly #isPlain: boolean;
  /** What the acknowledgement of a message must hold. */
  readonly #ack: true | AckMatch;

  constructor(context: WorkerContext) {
    this.#context = context;
    this.#marks = new MessageMarks(context.dialect, context.codec);
    const { receive, confirm } = context.dialect.spec.events;
    this.#isPlain = receive?.text === undefined && confirm !== false;
    this.#ack = ackOf(context.plan.dialect.events.send) ?? true;
    this.#hearsEverything = !knowsRooms(context.plan.dialect);
    this.#observersRoom = observersRoomOf(context.plan);
  }

  /** The accounts begin: what was to be sent before that is of an earlier flood. @param fromUs microseconds since the run's origin */
  openAccounts(fromUs: number): void {
    this.#closed = false;
    this.#accountsFromUs = fromUs;
  }

  /** The accounts are closed: of what comes from now on is only counted what was lost. */
  close(): void {
    this.#closed = true;
  }

  /** Are the accounts closed? Then nothing may be sent either. */
  get isClosed(): boolean {
    return this.#closed;
  }

  /** Senders get their own copies after all: all accounts expect them from the first message on. */
  learnEcho(): void {
    for (const { ledger } of this.#context.rooms) ledger?.learnEcho();
  }

  /** Bytes have come in: the events in them have this time. */
  onRead(): void {
    this.#readAtUs = nowUs() - this.#context.originUs;
  }

  /** The connection of a user ended, and not because we asked. */
  onLost(_user: VirtualUser, kind: ErrorKind, reason: string): void {
    this.witness?.onLost(kind, reason);
  }

  /** The connection of a member is gone: what only it still waited for is not waited for any more. */
  onGone({ room, member }: Membership): void {
    if (this.#closed) return;
    for (const sender of room.ledger?.leave(member) ?? []) this.#tellAuthor(room, sender);
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
    if (intendedUs === undefined || this.#closed || intendedUs < this.#accountsFromUs) return;
    const { counters, latency } = this.#context.tally.stages.at(intendedUs);
    const refusal = refusalIn(this.#ack, args);
    if (refusal === undefined) {
      counters.acknowledged++;
      latency.ack.record(this.#readAtUs - intendedUs);
    } else {
      counters.declined++;
      if (user.refuseMessage()) counters.refused++;
      this.#context.tally.fail('server.ack-refused', refusal);
    }
  }

  #onOtherEvent(user: VirtualUser, bytes: Uint8Array, start: number, end: number): void {
    const { dialect, codec, tally } = this.#context;
    const event = dialect.interpret(bytes, start, end, user.entrance.awaited);
    if (this.#closed && !ALWAYS_TAKEN.has(event.type)) return;
    switch (event.type) {
      case 'message':
        if (event.parts > 0) this.#unfinished.set(user, this.#marks.begin(bytes, start, end, event.parts));
        else if (codec.parse(bytes, start, end)) this.#onMessage(user, bytes, start, end);
        break;
      case 'awaited':
        user.entrance.onAwaited();
        break;
      case 'joined':
        user.confirmJoin(event.roomId);
        break;
      case 'error':
        if (user.entrance.fail(event.reason)) break;
        if (user.refuseMessage()) tally.now().counters.refused++;
        tally.fail('server.error-event', event.reason);
        break;
      case 'illegal':
        tally.fail('protocol.illegal-packet');
        break;
      case 'other':
        break;
    }
  }

  /** An event brings messages; the codec has just read a mark of it. */
  #onMessage(user: VirtualUser, bytes: Uint8Array, start: number, end: number): void {
    const { codec } = this.#context;
    if (codec.hasAnother(bytes, start, end)) this.#onMarks(user, this.#marks.read(bytes, start, end));
    else if (this.#isPlain || this.#isNew(user, codec.fields)) {
      this.#onMark(user, codec.fields);
      if (this.#marks.canLearn) this.#marks.learn(bytes, start, end);
    } else this.#onKnown(user, bytes, start, end);
  }

  /** A single mark, of a message that is not new to the user: perhaps it lies elsewhere than texts do, or nobody confirmed it. */
  #onKnown(user: VirtualUser, bytes: Uint8Array, start: number, end: number): void {
    const { dialect, tally } = this.#context;
    const marks = this.#marks.read(bytes, start, end);
    const event = dialect.spec.events.confirm === false ? dialect.wire.readEvent(bytes, start, end) : undefined;
    const isRepeated = event?.type === 'event' && event.ackId !== undefined;
    if (isRepeated && !this.#closed) tally.counters.replayed += marks.messages.length;
    else this.#onMarks(user, marks);
  }

  /** Beside a message that comes for the first time, those that the receiver has already are quoted. */
  #onMarks(user: VirtualUser, { messages, quotes }: PacketMarks): void {
    const { counters } = this.#context.tally;
    const firsts = messages.filter((fields) => this.#isNew(user, fields));
    const taken = firsts.length === 0 ? messages : firsts;
    for (const fields of taken) this.#onMark(user, fields);
    if (this.#closed) return;
    counters.quoted += messages.length - taken.length + quotes.length;
    this.#doubtQuotes(user, quotes);
  }

  /** What is quoted has come before, as a rule. If it has not, the dialect should say which texts are messages. */
  #doubtQuotes(user: VirtualUser, quotes: readonly MarkFields[]): void {
    const doubt = this.#quotes;
    doubt.all += quotes.length;
    for (const fields of quotes) if (this.#isNew(user, fields)) doubt.unheard++;
    if (doubt.isTold || doubt.unheard < ENOUGH_UNHEARD || doubt.unheard * 2 < doubt.all) return;
    doubt.isTold = true;
    this.#context.notice(UNHEARD_QUOTES);
  }

  /** Would the message be new to the user? */
  #isNew(user: VirtualUser, { room, number, sender, intendedUs }: Readonly<MarkFields>): boolean {
    if (intendedUs < this.#accountsFromUs) return false;
    const membership = user.membershipIn(room);
    return membership?.room.ledger?.isNew(membership.member, number, sender) === true;
  }

  #onMark(user: VirtualUser, fields: Readonly<MarkFields>): void {
    if (this.#closed) {
      this.#onLate(user, fields);
      return;
    }
    const { tally } = this.#context;
    if (fields.number === PROBE_NUMBER) return;
    const membership = user.membershipIn(fields.room);
    if (fields.intendedUs < this.#accountsFromUs) {
      tally.counters.late++;
      return;
    }
    const ledger = membership?.room.ledger;
    if (membership === undefined || ledger === undefined) {
      if (!this.#isOverheard(fields.room)) tally.counters.unexpected++;
      return;
    }
    const bits = ledger.receive(membership.member, fields.number, fields.sender);
    if ((bits & COPY.first) !== 0) this.#onFirstCopy(membership, fields, bits);
    else if ((bits & COPY.duplicate) !== 0) tally.stages.at(fields.intendedUs).counters.duplicated++;
    else if ((bits & COPY.replayed) !== 0) tally.counters.replayed++;
    else if (bits === COPY.echo) this.#onEcho(user, fields);
    else tally.counters.unexpected++;
  }

  /** What comes when the accounts are closed stays lost, and is told of. */
  #onLate(user: VirtualUser, { room, number, sender }: Readonly<MarkFields>): void {
    const membership = user.membershipIn(room);
    if (membership?.room.ledger?.noteLate(membership.member, number, sender) === true)
      this.#context.tally.counters.late++;
  }

  /** The copy is its sender's own, and nobody expected it. What the dialect states is not corrected. */
  #onEcho(user: VirtualUser, fields: Readonly<MarkFields>): void {
    this.onEcho?.();
    if (this.#context.plan.dialect.echo === false) this.#context.tally.counters.unexpected++;
    else {
      this.learnEcho();
      this.#onMark(user, fields);
    }
  }

  #onFirstCopy(membership: Membership, { sender, intendedUs, lagUs }: Readonly<MarkFields>, bits: number): void {
    const { counters, latency } = this.#context.tally.stages.at(intendedUs);
    const responseUs = this.#readAtUs - intendedUs;
    counters.received++;
    if ((bits & FROM_BEFORE) !== 0) {
      this.#onMissedCopy(membership, sender, bits, counters);
      return;
    }
    if (sender === membership.member) {
      latency.echo.record(responseUs);
      latency.serviceEcho.record(responseUs - lagUs);
    } else latency.fanout.record(responseUs);
    membership.room.latency?.record(responseUs);
    if (bits === COPY.first) return;
    if ((bits & COPY.completed) !== 0) counters.completed++;
    if ((bits & COPY.reordered) !== 0) counters.reordered++;
    if ((bits & COPY.last) !== 0) {
      latency.lastReceiver.record(responseUs);
      this.#tellAuthor(membership.room, sender);
    }
  }

  /** The first copy of a message that the receiver had missed while it was away: how long it took says nothing of the server. */
  #onMissedCopy({ room }: Membership, sender: number, bits: number, ofStage: StageTally['counters']): void {
    const { counters } = this.#context.tally;
    counters[(bits & COPY.recovered) !== 0 ? 'recovered' : 'replayed']++;
    if ((bits & COPY.completed) !== 0) ofStage.completed++;
    if ((bits & COPY.last) !== 0) this.#tellAuthor(room, sender);
  }

  #tellAuthor(room: RoomRuntime, sender: number): void {
    const author = room.members[sender];
    if (author !== undefined) this.onDelivered?.(author);
  }

  /** Is it no surprise to hear this room? */
  #isOverheard(room: number): boolean {
    return this.#hearsEverything && (room === this.#observersRoom) !== (this.#context.role === 'canary');
  }
}
