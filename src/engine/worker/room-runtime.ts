import type { Dialect } from '../../chat/dialect.js';
import type { MarkCodec } from '../../chat/mark.js';
import { holdsMark, type MessageTemplate } from '../../chat/message-template.js';
import type { ChatRoom, ChatUser } from '../../chat/people.js';
import { nowUs } from '../../core/clock.js';
import type { Absence } from '../../ledger/absence.js';
import type { DeliveredMessages } from '../../ledger/delivered-messages.js';
import type { NumberSet } from '../../ledger/number-set.js';
import { RoomLedger } from '../../ledger/room-ledger.js';
import { RoomLatency } from '../../metrics/room-latency.js';
import { SentLog } from './audit/sent-log.js';
import type { MessageAcks } from './message-acks.js';
import type { FrameTarget } from './outbox.js';

/** A message whose time came while its socket took no more. */
interface WaitingMessage {
  readonly intendedUs: number;
  readonly textIndex: number;
}

/** What a member missed by a storm, and what the server brought of it afterwards. */
export interface PlannedAbsence extends Absence {
  recovered: number;
}

/** What a member was not given since it did not read. */
export interface SlowReading {
  /** Messages of which no copy has come yet. */
  readonly missing: NumberSet;
  /** Copies that came later. */
  received: number;
}

/** A user as its rooms know it. */
export interface Person extends FrameTarget {
  readonly chat: ChatUser;
  /** Has every HTTP step that the dialect asks for succeeded so far? */
  readonly isReady: boolean;
  readonly isConnected: boolean;
  /** Is it without a connection by plan, or about to leave? */
  readonly isAway: boolean;
  /** Messages that wait for their acknowledgement; undefined where none is asked for. */
  readonly acks: MessageAcks | undefined;
  /** Joins one room and waits for the confirmation, where the dialect has one. @throws OperationError */
  join(membership: Membership): Promise<void>;
}

/** A user's place in a room: what sends and receives. */
export class Membership {
  readonly user: Person;
  readonly room: RoomRuntime;
  /** The room's number in the run. */
  readonly roomIndex: number;
  /** Number inside the room, from 0. */
  readonly member: number;
  /** The server has confirmed that the user's present connection is in the room. */
  isJoined = false;
  /** With a window: messages under way. */
  undelivered = 0;
  /** When the last one left, microseconds since the run's origin. */
  lastSentUs = 0;
  readonly backlog: WaitingMessage[] = [];
  /** Its latest absence by plan. */
  absence: PlannedAbsence | undefined;
  /** Of somebody who does not read, or did not. */
  slow: SlowReading | undefined;

  constructor(user: Person, room: RoomRuntime, member: number) {
    this.user = user;
    this.room = room;
    this.roomIndex = room.chat.index;
    this.member = member;
  }
}

/** A room while the run goes on. */
export class RoomRuntime {
  readonly chat: ChatRoom;
  readonly members: Membership[] = [];
  /** Was it created, as far as the dialect creates rooms? */
  isCreated = false;
  /** When its messages were delivered, where its history is read meanwhile. */
  delivered: DeliveredMessages | undefined;
  #ledger: RoomLedger | undefined;
  #latency: RoomLatency | undefined;
  #sentLog: SentLog | undefined;
  #openedAtUs = 0;
  /** Connections of members that broke, by second since the account was opened. */
  readonly #cuts = new Map<number, number>();
  readonly #templates: (MessageTemplate | undefined)[] = [];

  constructor(chat: ChatRoom) {
    this.chat = chat;
  }

  /** The room's account; it begins with the flood. */
  get ledger(): RoomLedger | undefined {
    return this.#ledger;
  }

  /** Times of its copies; they begin with the account. */
  get latency(): RoomLatency | undefined {
    return this.#latency;
  }

  /** Whose its messages are, in a run with an audit. */
  get sentLog(): SentLog | undefined {
    return this.#sentLog;
  }

  /** Who has it made and reads its history: the first member that is logged in. */
  get keeper(): ChatUser | undefined {
    return this.members.find(({ user }) => user.isReady)?.user.chat;
  }

  get joinedCount(): number {
    return this.members.reduce((count, membership) => count + (membership.isJoined ? 1 : 0), 0);
  }

  /** Connections of members that broke since the flood began, by second. */
  get cuts(): ReadonlyMap<number, number> {
    return this.#cuts;
  }

  /** The connection of a member broke. */
  noteCut(): void {
    if (this.#ledger === undefined) return;
    const second = Math.max(0, Math.floor((nowUs() - this.#openedAtUs) / 1e6));
    this.#cuts.set(second, (this.#cuts.get(second) ?? 0) + 1);
  }

  /**
   * Opens the account with everybody who has joined.
   * @param echo whether senders expect their own copies
   * @param startUs when the flood begins, on the machine's monotonic clock
   * @param originUs zero of the marks' times, on the same
   * @param stageCount of the load
   * @param isAudited is to be told of every message whose it was and when it was sent?
   */
  openLedger(echo: boolean, startUs: number, originUs: number, stageCount = 0, isAudited = false): void {
    this.#openedAtUs = startUs;
    const ledger = new RoomLedger(this.members.length, echo, (startUs - originUs) / 1000, stageCount);
    for (const membership of this.members) if (membership.isJoined) ledger.join(membership.member);
    this.#ledger = ledger;
    this.#latency = new RoomLatency();
    this.#sentLog = isAudited ? new SentLog(this.members.length, (startUs - originUs) / 1000) : undefined;
  }

  /** The prepared packet for a text, shared by all members where the dialect allows it. */
  template(
    dialect: Dialect,
    codec: MarkCodec,
    membership: Membership,
    texts: readonly string[],
    textIndex: number,
  ): MessageTemplate {
    const text = textIndex % texts.length;
    const place = dialect.sendsUserData ? membership.member * texts.length + text : text;
    const known = this.#templates[place];
    if (known !== undefined) return known;
    const template = dialect.messageTemplate(membership.user.chat, this.chat, texts[text] ?? '', codec);
    if (!holdsMark(template, codec)) throw new Error('the dialect’s send event does not contain {{message.text}}');
    this.#templates[place] = template;
    return template;
  }
}
