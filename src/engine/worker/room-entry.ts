import { inEnglish, message as messageFor } from '../../core/language/words.js';
import { refusalIn } from '../../chat/acks.js';
import type { ChatUser } from '../../chat/people.js';
import { type AckMatch, ackOf, type EnterSpec } from '../../core/dialect-spec.js';
import type { ErrorKind } from '../../core/error-kinds.js';
import { isSameId } from '../../core/json.js';
import { OperationError } from '../../core/operation-error.js';
import type { Packet, Session } from '../../wire/wire.js';
import type { Membership } from './room-runtime.js';
import type { WorkerServices } from './services.js';

/** Something that the server is to say within a time. */
class Expectation {
  /** Resolves when it has said it. @throws OperationError when it said no, or nothing in time */
  readonly said: Promise<void>;
  readonly #timer: NodeJS.Timeout;
  #resolve: () => void = () => undefined;
  #reject: (problem: OperationError) => void = () => undefined;

  /** @param late makes the error of its time being over */
  constructor(timeoutMs: number, late: () => OperationError) {
    this.said = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#timer = setTimeout(() => this.#reject(late()), timeoutMs);
  }

  /** Ends it: as said, or with what went wrong. Whatever comes later changes nothing. */
  settle(problem?: OperationError): void {
    clearTimeout(this.#timer);
    if (problem === undefined) this.#resolve();
    else this.#reject(problem);
  }
}

/** A join whose confirmation has not come. */
interface PendingJoin {
  readonly membership: Membership;
  readonly expectation: Expectation;
  /** Told when it is confirmed, before anything that comes later. */
  readonly onJoined: () => void;
  isAckMissing: boolean;
  isEventMissing: boolean;
}

/** A user's way from its connection into its rooms: what it asks the server on that way, and waits to hear. */
export class RoomEntry {
  readonly #user: ChatUser;
  readonly #services: WorkerServices;
  /** The event that is waited for, or may come at any moment. */
  #awaited: string | undefined;
  /** Of the event, or the acknowledgement, that the present step waits for. */
  #step: Expectation | undefined;
  readonly #joins: PendingJoin[] = [];
  /** Who waits for an acknowledgement, by its number. */
  readonly #acks = new Map<number, (args: readonly unknown[]) => void>();
  #lastAckId = 0;

  constructor(user: ChatUser, services: WorkerServices) {
    this.#user = user;
    this.#services = services;
  }

  /** The event that is waited for before all others. */
  get awaited(): string | undefined {
    return this.#awaited;
  }

  /** A connection is about to be opened, and the event that it begins with may come at once with it. */
  begin(): void {
    this.#awaited = this.#services.dialect.spec.events.ready?.event;
  }

  /** Goes through the dialect's steps before the joins. @throws OperationError when the server refuses one, or does not confirm it */
  async pass(session: Session): Promise<void> {
    const { ready, enter = [] } = this.#services.dialect.spec.events;
    if (ready !== undefined) await this.#hear(ready.event, 'that a connection begins with');
    for (const step of enter) await this.#take(step, session);
    const hasSteps = ready !== undefined || enter.length > 0;
    if (hasSteps && !session.isOpen)
      throw new OperationError('network.closed', inEnglish(messageFor('failure.lost-before-joins')));
  }

  /** The event that was waited for has come. */
  onAwaited(): void {
    this.#awaited = undefined;
    this.#step?.settle();
  }

  /** An acknowledgement has come. */
  onAck(ackId: number, args: readonly unknown[]): void {
    const onAck = this.#acks.get(ackId);
    this.#acks.delete(ackId);
    onAck?.(args);
  }

  /**
   * Asks to join a room.
   * @param onJoined told when the server confirms it, where the dialect has a confirmation, and else at once
   * @throws OperationError when the server refuses, or does not confirm it
   */
  async join(session: Session, membership: Membership, onJoined: () => void): Promise<void> {
    const { dialect, plan } = this.#services;
    const { join, joined } = dialect.spec.events;
    const match = join === undefined ? undefined : ackOf(join);
    const ackId = match === undefined ? undefined : this.#nextAckId();
    const packet = dialect.joinPacket(this.#user, membership.room.chat, ackId);
    if (packet === undefined || (joined === undefined && match === undefined)) {
      if (packet !== undefined) session.send(packet);
      onJoined();
      return;
    }
    const timeoutMs = plan.limits.connectTimeoutMs;
    const expectation = new Expectation(timeoutMs, () => lateJoin(timeoutMs));
    const pending: PendingJoin = {
      membership,
      expectation,
      onJoined,
      isAckMissing: match !== undefined,
      isEventMissing: joined !== undefined,
    };
    this.#joins.push(pending);
    if (match !== undefined && ackId !== undefined) {
      this.#acks.set(ackId, (args) => {
        const refusal = refusalIn(match, args);
        if (refusal !== undefined) expectation.settle(refusedJoin(refusal));
        else {
          pending.isAckMissing = false;
          this.#settleIfConfirmed(pending);
        }
      });
    }
    session.send(packet);
    try {
      await expectation.said;
    } finally {
      this.#forget(pending);
      if (ackId !== undefined) this.#acks.delete(ackId);
    }
  }

  /** The server confirmed a join, of room `roomId` or, where it does not say, of the one asked for first. @returns false when none waits */
  confirmJoin(roomId: unknown): boolean {
    const pending = this.#joins.find(
      ({ membership, isEventMissing }) => isEventMissing && (roomId === undefined || isRoomId(membership, roomId)),
    );
    if (pending === undefined) return false;
    pending.isEventMissing = false;
    this.#settleIfConfirmed(pending);
    return true;
  }

  /** The server sent an error event. @returns true when a step or a join was waiting, which then has failed */
  fail(reason: string): boolean {
    const join = this.#joins[0];
    if (this.#step !== undefined) this.#step.settle(refusedStep(reason));
    else if (join !== undefined) join.expectation.settle(refusedJoin(reason));
    else return false;
    return true;
  }

  /** The connection is gone: what is waited for never comes. @param why it ended, where that is known */
  end(why?: string): void {
    const reason = why === undefined ? '' : `: ${why}`;
    const problem = new OperationError(
      'network.closed',
      `the connection was lost before all rooms were joined${reason}`,
    );
    this.#awaited = undefined;
    this.#step?.settle(problem);
    for (const { expectation } of this.#joins.slice()) expectation.settle(problem);
    this.#acks.clear();
  }

  async #take(step: EnterSpec, session: Session): Promise<void> {
    const match = ackOf(step);
    const ackId = match === undefined ? undefined : this.#nextAckId();
    this.#awaited = step.confirmed?.event;
    const packet = this.#services.dialect.enterPacket(step, this.#user, ackId);
    if (match !== undefined && ackId !== undefined) await this.#acknowledged(session, packet, ackId, step.event, match);
    else {
      session.send(packet);
      if (step.confirmed !== undefined) await this.#hear(step.confirmed.event, `that confirms "${step.event}"`);
    }
  }

  /** Waits for the event that is awaited, unless it has come. */
  async #hear(event: string, what: string): Promise<void> {
    if (this.#awaited === undefined) return;
    await this.#expect('server.enter-timeout', `the event "${event}", ${what}, did not come`, () => undefined);
  }

  async #acknowledged(
    session: Session,
    packet: Packet,
    ackId: number,
    event: string,
    match: true | AckMatch,
  ): Promise<void> {
    await this.#expect('server.enter-timeout', `"${event}" was not acknowledged`, (expectation) => {
      this.#acks.set(ackId, (args) => {
        const refusal = refusalIn(match, args);
        expectation.settle(refusal === undefined ? undefined : refusedStep(refusal));
      });
      session.send(packet);
    });
  }

  async #expect(kind: ErrorKind, what: string, ask: (expectation: Expectation) => void): Promise<void> {
    const timeoutMs = this.#services.plan.limits.connectTimeoutMs;
    const expectation = new Expectation(timeoutMs, () => new OperationError(kind, `${what} within ${timeoutMs} ms`));
    this.#step = expectation;
    try {
      ask(expectation);
      await expectation.said;
    } finally {
      this.#step = undefined;
    }
  }

  #settleIfConfirmed(pending: PendingJoin): void {
    if (pending.isAckMissing || pending.isEventMissing) return;
    // At once, and not when the promise is: what comes next, perhaps in the same bytes, comes to a member.
    pending.onJoined();
    this.#forget(pending);
    pending.expectation.settle();
  }

  #forget(pending: PendingJoin): void {
    const at = this.#joins.indexOf(pending);
    if (at !== -1) this.#joins.splice(at, 1);
  }

  #nextAckId(): number {
    this.#lastAckId++;
    return this.#lastAckId;
  }
}

/** Is this the id that the server gave the membership's room? */
export function isRoomId({ room }: Membership, roomId: unknown): boolean {
  return isSameId(room.chat.captures['id'], roomId);
}

function lateJoin(ms: number): OperationError {
  return new OperationError('server.join-timeout', inEnglish(messageFor('failure.join-timeout', { ms })));
}

function refusedJoin(reason: string): OperationError {
  return new OperationError('server.join-refused', inEnglish(messageFor('failure.join-refused', { reason })), {
    said: reason,
  });
}

function refusedStep(reason: string): OperationError {
  return new OperationError('server.enter-refused', inEnglish(messageFor('failure.step-refused', { reason })), {
    said: reason,
  });
}
