import { inEnglish, message as messageFor } from '../../core/language/words.js';
import { FIRST_MESSAGE_ACK_ID } from '../../chat/message-template.js';
import type { ChatUser } from '../../chat/people.js';
import { ackOf } from '../../core/dialect-spec.js';
import type { ErrorKind } from '../../core/error-kinds.js';
import { INTERRUPTED, OperationError } from '../../core/operation-error.js';
import type { StormEnd } from '../../core/storms.js';
import { SILENT } from '../../wire/silent.js';
import { UNREADABLE, unreadableText } from '../../wire/unreadable.js';
import type { Packet, Resumption, Session, SessionHandlers } from '../../wire/wire.js';
import { MessageAcks } from './message-acks.js';
import { Refusals } from './refusals.js';
import { isRoomId, RoomEntry } from './room-entry.js';
import type { Membership, Person } from './room-runtime.js';
import type { WorkerServices } from './services.js';
import { learnWire } from './wire-lesson.js';

/** What listens to a user. */
export interface UserListener {
  /** Bytes have come in: what is told next came with them. */
  onRead(): void;
  /** An EVENT packet of the user's connection; the bytes are valid during the call only. */
  onEvent(user: VirtualUser, bytes: Uint8Array, start: number, end: number): void;
  /** A binary part of the event before it, likewise. */
  onAttachment(user: VirtualUser, bytes: Uint8Array, start: number, end: number): void;
  /** The connection of a user ended, and not because we asked. */
  onLost(user: VirtualUser, kind: ErrorKind, reason: string): void;
  /** A message of the user was acknowledged. @param ackId the number by which it had asked for that */
  onAck(user: VirtualUser, ackId: number, args: readonly unknown[]): void;
  /** The connection of a member is gone. */
  onGone(membership: Membership): void;
}

/** One simulated person: registers, connects, joins, sends, receives, comes back when cut. */
export class VirtualUser implements SessionHandlers, Person {
  readonly chat: ChatUser;
  readonly memberships: Membership[] = [];
  /** Which of its messages the server has refused. */
  readonly refusals = new Refusals(this.memberships);
  /** Has every HTTP step that the dialect asks for succeeded so far? */
  isReady = true;
  /** Has the server accepted the registration? */
  isRegistered = false;
  /** Was the WebSocket once open? */
  hasConnected = false;
  /** Is it without a connection by plan, or about to leave? */
  isAway = false;
  /** Of somebody who does not read, or did not; told when the server ends the connection, which is no failure, or when it leaves by plan. */
  slow: { isReading: boolean; onCut(): void; onLeft(): void } | undefined;
  readonly #services: WorkerServices;
  readonly #listener: UserListener;
  #session: Session | undefined;
  /** No connection is wanted any more. */
  #isDismissed = false;
  /** What it asks the server before it sends messages. */
  readonly entry: RoomEntry;
  /** Messages that wait for their acknowledgement; undefined where the dialect asks for none. */
  readonly acks: MessageAcks | undefined;
  /** Has the server taken up the connection that was lost? */
  #isRecovered = false;
  /** Rooms that the connection was in when it was lost: a server that recovers it brings them back. */
  #lostRooms: readonly Membership[] = [];
  /** What lets the next connection take up the latest one. */
  #resumption: Resumption | undefined;
  /** The membership that was asked for last: mostly the next one, too, and one place in memory instead of four. */
  #latest: Membership | undefined;

  constructor(chat: ChatUser, services: WorkerServices, listener: UserListener) {
    this.chat = chat;
    this.#services = services;
    this.#listener = listener;
    this.entry = new RoomEntry(chat, services);
    this.acks = ackOf(services.dialect.spec.events.send) === undefined ? undefined : new MessageAcks();
  }

  get isConnected(): boolean {
    return this.#session?.isOpen === true;
  }

  /** The largest message that the server says it takes, bytes; undefined where it does not say. */
  get maxPayloadBytes(): number | undefined {
    return this.#session?.maxPayloadBytes;
  }

  get bufferedBytes(): number {
    return this.#session?.bufferedBytes ?? 0;
  }

  /** The membership in room number `room`, if any. */
  membershipIn(room: number): Membership | undefined {
    if (this.#latest?.roomIndex === room) return this.#latest;
    const found = this.memberships.find(({ roomIndex }) => roomIndex === room);
    if (found !== undefined) this.#latest = found;
    return found;
  }

  /** Opens the WebSocket, in the place of an earlier one, and goes through the steps before the joins. @throws OperationError */
  async connect(): Promise<void> {
    const { dialect, plan, budget } = this.#services;
    const { base, guardFor } = this.#services.entranceOf(this.chat);
    // What was sent before a connection is opened or asks to join is no news of it.
    for (const { room, member } of this.memberships) room.ledger?.ask(member);
    this.#isRecovered = false;
    this.entry.begin();
    const session = await dialect.wire.open(
      {
        url: dialect.socketUrl(base, this.chat),
        namespace: dialect.spec.socket.namespace,
        auth: dialect.authPayload(this.chat),
        headers: dialect.socketHeaders(this.chat),
        cookies: this.chat.cookies,
        confirms: dialect.spec.events.confirm ?? true,
        budget,
        tap: this.#services.tap?.socketOf(this.chat),
        timeoutMs: plan.limits.connectTimeoutMs,
        guard: guardFor(this.chat),
        isRecoverable: dialect.spec.socket.recovery ?? true,
        resume: this.#resumption,
      },
      this,
    );
    learnWire(this.#services, session.variant);
    if (this.#isDismissed) {
      session.terminate();
      throw new OperationError(INTERRUPTED, 'the run ended while the connection was being opened');
    }
    // One person, one connection: an earlier one would go on to receive copies.
    this.#session?.terminate();
    this.#session = session;
    this.#resumption = session.resumption;
    this.refusals.begin();
    // A server that has recovered a connection has all that it was told before.
    if (!this.#isRecovered) await this.#enter(session);
    this.hasConnected = true;
  }

  async #enter(session: Session): Promise<void> {
    try {
      await this.entry.pass(session);
    } catch (thrown) {
      // Who has not entered is not connected, either.
      if (this.#session === session) this.drop();
      throw thrown;
    }
  }

  /** Joins one room and waits for the confirmation, where the dialect has one. @throws OperationError */
  async join(membership: Membership): Promise<void> {
    const session = this.#session;
    if (session?.isOpen !== true)
      throw new OperationError('network.closed', inEnglish(messageFor('failure.lost-before-join')));
    if (this.#services.dialect.spec.events.join !== undefined) membership.room.ledger?.ask(membership.member);
    await this.entry.join(session, membership, () => this.#onJoined(membership));
  }

  /** Joins all rooms again that the connection is not in yet. @throws OperationError */
  async rejoin(): Promise<void> {
    const outside = this.memberships.filter(({ isJoined }) => !isJoined);
    await Promise.all(outside.map((membership) => this.join(membership)));
  }

  /** The server confirmed a join, of room `roomId` or, where it does not say, of the one asked for first. */
  confirmJoin(roomId: unknown): void {
    if (!this.entry.confirmJoin(roomId) && roomId !== undefined) this.#confirmLateJoin(roomId);
  }

  /** Sends one packet. */
  send(packet: Packet): void {
    this.#session?.send(packet);
  }

  /** Reads, or reads no longer, what the server sends over the present connection. */
  setReading(isReading: boolean): void {
    if (this.slow !== undefined) this.slow.isReading = isReading;
    this.#session?.setReading(isReading);
  }

  /** Hands finished frames to the socket; they may be used again when {@link bufferedBytes} is 0. */
  writeFrames(frames: Uint8Array): void {
    this.#session?.writeFrames(frames);
  }

  /** Call about once a second. @param nowUs on the machine's monotonic clock */
  tick(nowUs: number): void {
    this.#session?.tick(nowUs);
  }

  /** Leaves in good order, in two seconds or, when they are fewer, `atMostMs` milliseconds. @throws OperationError when it took force */
  async leave(atMostMs: number): Promise<void> {
    const closed = await this.#session?.leave(atMostMs);
    this.#session = undefined;
    if (closed === false) throw new OperationError('network.timeout', 'the server did not close a connection in time');
  }

  /** Drops the connection, as if it had been lost; it may be opened again. */
  drop(): void {
    this.#session?.terminate();
    this.#session = undefined;
    this.#leaveRooms();
  }

  /**
   * Loses the connection by plan; it may be opened again.
   * @returns false when the server did not take all that was sent, or did not close in time
   */
  async end(how: StormEnd): Promise<boolean> {
    const session = this.#session;
    this.#session = undefined;
    this.#lostRooms = this.memberships.filter(({ isJoined }) => isJoined);
    this.#leaveRooms();
    this.slow?.onLeft();
    return (await (how === 'cut' ? session?.cut() : session?.leave())) ?? true;
  }

  /** Drops the connection for good; one that is being opened is dropped as soon as it is. */
  terminate(): void {
    this.#isDismissed = true;
    this.#session?.terminate();
    this.#session = undefined;
  }

  /** For the session: bytes have come in. */
  onRead(): void {
    this.#listener.onRead();
  }

  /** For the session: the server takes up the lost connection, with its rooms. To be called before the first event of what was missed. */
  onRecovered(): void {
    this.#isRecovered = true;
    for (const membership of this.#lostRooms) this.#onJoined(membership, true);
  }

  /** For the session: an EVENT packet. */
  onEvent(bytes: Uint8Array, start: number, end: number): void {
    this.#listener.onEvent(this, bytes, start, end);
  }

  /** For the session: a binary part of an event. */
  onAttachment(bytes: Uint8Array, start: number, end: number): void {
    this.#listener.onAttachment(this, bytes, start, end);
  }

  /** For the session: an acknowledgement. */
  onAck(ackId: number, args: readonly unknown[]): void {
    if (ackId >= FIRST_MESSAGE_ACK_ID) this.#listener.onAck(this, ackId, args);
    else this.entry.onAck(ackId, args);
  }

  /** For the session: a heartbeat was answered. */
  onPing(): void {
    this.#services.tally.counters.pings++;
  }

  /** For the session: a packet that is not legal. */
  onIllegal(): void {
    this.#services.tally.fail('protocol.illegal-packet', undefined, this.#services.entranceOf(this.chat).counts);
  }

  /** For the session: it ended, and not because we asked. */
  onLost(kind: ErrorKind, reason: string, said?: string): void {
    this.#session = undefined;
    this.isAway = false;
    this.#listener.onLost(this, kind, reason);
    this.#lostRooms = this.memberships.filter(({ isJoined }) => isJoined);
    this.#leaveRooms(reason);
    if (this.slow !== undefined) {
      this.slow.onCut();
      return;
    }
    for (const { room } of this.#lostRooms) room.noteCut();
    this.#services.tally.counters.connectionsLost++;
    const { silence, counts } = this.#services.entranceOf(this.chat);
    if (counts !== undefined) counts.lost++;
    if (kind === SILENT) silence.count();
    else this.#services.tally.fail(kind, said, counts);
    if (kind === UNREADABLE) this.#services.notice(unreadableText(reason));
    this.#services.reconnector.add(this);
  }

  #onJoined(membership: Membership, isRecovered = false): void {
    membership.isJoined = true;
    membership.room.ledger?.join(membership.member, isRecovered);
  }

  #confirmLateJoin(roomId: unknown): void {
    const late = this.memberships.find((membership) => !membership.isJoined && isRoomId(membership, roomId));
    if (late !== undefined && late.room.ledger !== undefined) this.#onJoined(late);
  }

  #leaveRooms(why?: string): void {
    if (this.slow !== undefined) this.slow.isReading = true;
    this.entry.end(why);
    this.acks?.clear();
    for (const membership of this.memberships) {
      membership.isJoined = false;
      membership.undelivered = 0;
      this.#listener.onGone(membership);
    }
  }
}
