import { PROBE_NUMBER } from '../../chat/mark.js';
import type { MarkFields } from '../../chat/mark-fields.js';
import { knowsRooms } from '../../core/dialect-spec.js';
import { COPY } from '../../ledger/copy.js';
import { observersRoomOf } from '../../load/observers.js';
import type { WorkerContext } from './context.js';
import { countCopy } from './entrance.js';
import type { Membership, RoomRuntime } from './room-runtime.js';
import type { StageTally } from './stage-tally.js';
import type { VirtualUser } from './virtual-user.js';

/** Copies that are no news: of what was sent before their receiver's present connection was there. */
const FROM_BEFORE = COPY.replayed | COPY.recovered;

/** What copies come to: the ledgers of their rooms, the counters and the histograms. */
export class CopyAccounts {
  /** Told of an own copy that no account expects. */
  onEcho: (() => void) | undefined;
  /** Told when nobody waits for a message any more: with a window, its sender may send again. */
  onDelivered: ((membership: Membership) => void) | undefined;
  /** When the latest bytes came in, microseconds since the run's origin: the clock is read once a chunk, not once a message. */
  readAtUs = 0;
  #closed = false;
  /** Until the first flood nothing is of an account. */
  #fromUs = Number.POSITIVE_INFINITY;
  readonly #context: WorkerContext;
  /** Are there several, by which copies are counted, too? */
  readonly #hasEntrances: boolean;
  /** On a server without rooms everybody hears the observers too, and they everybody. */
  readonly #hearsEverything: boolean;
  readonly #observersRoom: number;

  constructor(context: WorkerContext) {
    this.#context = context;
    this.#hearsEverything = !knowsRooms(context.plan.dialect);
    this.#observersRoom = observersRoomOf(context.plan);
    this.#hasEntrances = context.entrances.length > 1;
  }

  /** The accounts begin: what was to be sent before that is of an earlier flood. @param fromUs microseconds since the run's origin */
  open(fromUs: number): void {
    this.#closed = false;
    this.#fromUs = fromUs;
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

  /** Is what was to be sent at this time counted? */
  areOpenFor(intendedUs: number): boolean {
    return !this.#closed && intendedUs >= this.#fromUs;
  }

  /** A member's connection is gone: what only it still waited for is not waited for any more. */
  leave({ room, member, user }: Membership): void {
    if (this.#closed) return;
    for (const sender of room.ledger?.leave(member, user.isAway) ?? []) this.#tellAuthor(room, sender);
  }

  /** What is on its way to a member that does not read is not waited for, and is no loss. */
  excuse({ room: { ledger }, room, member, slow }: Membership): void {
    if (this.#closed || slow === undefined || ledger?.isPresent(member) !== true) return;
    const { numbers, senders } = ledger.excuse(member);
    for (const number of numbers) slow.missing.add(number, number + 1);
    for (const sender of senders) this.#tellAuthor(room, sender);
  }

  /** Would the message be new to the user? */
  isNew(user: VirtualUser, { room, number, sender, intendedUs }: Readonly<MarkFields>): boolean {
    if (intendedUs < this.#fromUs) return false;
    const membership = user.membershipIn(room);
    return membership?.room.ledger?.isNew(membership.member, number, sender) === true;
  }

  /** The same, and was it sent since the user's connection is there? */
  isNews(user: VirtualUser, fields: Readonly<MarkFields>): boolean {
    const membership = user.membershipIn(fields.room);
    return this.isNew(user, fields) && membership?.room.ledger?.isReplay(membership.member, fields.number) === false;
  }

  /** A message with these fields has come to a user. */
  take(user: VirtualUser, fields: Readonly<MarkFields>): void {
    if (this.#closed) {
      this.#onLate(user, fields);
      return;
    }
    const { tally } = this.#context;
    const membership = user.membershipIn(fields.room);
    if (fields.intendedUs < this.#fromUs) {
      // First messages are of the time before; a message of a flood may have the same number.
      if (fields.number !== PROBE_NUMBER) tally.counters.late++;
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
      this.take(user, fields);
    }
  }

  #onFirstCopy(membership: Membership, fields: Readonly<MarkFields>, bits: number): void {
    const { sender, intendedUs, lagUs } = fields;
    const { counters, latency, stage } = this.#context.tally.stages.at(intendedUs);
    const responseUs = this.readAtUs - intendedUs;
    const { slow } = membership;
    const isNews = (bits & FROM_BEFORE) === 0;
    const isTimed = isNews && slow === undefined;
    counters.received++;
    if (slow?.missing.remove(fields.number) === true) slow.received++;
    if (this.#hasEntrances) countCopy(this.#context, membership, sender, stage, isTimed ? responseUs : undefined);
    if (!isNews) {
      this.#onMissedCopy(membership, fields, bits, counters);
      return;
    }
    if (isTimed) {
      if (sender === membership.member) {
        latency.echo.record(responseUs);
        latency.serviceEcho.record(responseUs - lagUs);
      } else latency.fanout.record(responseUs);
      membership.room.latency?.record(responseUs);
    }
    if (bits === COPY.first) return;
    if ((bits & COPY.completed) !== 0) {
      counters.completed++;
      membership.room.delivered?.note(fields.number, intendedUs + lagUs, this.readAtUs);
    }
    if ((bits & COPY.reordered) !== 0) counters.reordered++;
    if ((bits & COPY.last) !== 0) {
      if (isTimed) latency.lastReceiver.record(responseUs);
      this.#tellAuthor(membership.room, sender);
    }
  }

  /** The first copy of a message that the receiver had missed while it was away: how long it took says nothing of the server. */
  #onMissedCopy(
    { room, absence }: Membership,
    fields: Readonly<MarkFields>,
    bits: number,
    ofStage: StageTally['counters'],
  ): void {
    const { counters } = this.#context.tally;
    const { sender, number } = fields;
    const isRecovered = (bits & COPY.recovered) !== 0;
    counters[isRecovered ? 'recovered' : 'replayed']++;
    if (isRecovered && absence !== undefined && number >= absence.from && number < absence.to) absence.recovered++;
    if ((bits & COPY.completed) !== 0) {
      ofStage.completed++;
      room.delivered?.note(number, fields.intendedUs + fields.lagUs, this.readAtUs);
    }
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
