import { COPY } from '#dist/ledger/room-ledger.js';
import type { DeliverySums } from '#dist/metrics/run-outcome.js';

/** An overtaken copy that is no older than this when its receiver is cut was still on its way. */
const YOUNG_MS = 1000;

/** What became of one message for one member. No entry: the member was not to get it. */
type Fate = 'due' | 'received' | 'gone';

interface Message {
  readonly number: number;
  readonly sender: number;
  readonly sentAtMs: number;
}

interface Member {
  readonly fates: Map<number, Fate>;
  state: 'never joined' | 'present' | 'away';
  /** One above the highest message that it has received, or that was sent before it entered or was cut. */
  reach: number;
}

/** Losses as the ledger tells them, sorted: `2 copies of 1500 ms`. */
export function lossesOf(room: {
  forEachLoss(visit: (lostCopies: number, sentAtMs: number) => void): void;
}): readonly string[] {
  const found: string[] = [];
  room.forEachLoss((lostCopies, sentAtMs) => found.push(`${lostCopies} copies of ${sentAtMs} ms`));
  return found.toSorted();
}

/** The account of a room, kept the slow and obvious way: every message and the fate of every copy. */
export class NaiveRoom {
  duplicated = 0;
  reordered = 0;
  readonly messages: Message[] = [];
  readonly #echo: boolean;
  readonly #members: Member[];

  constructor(memberCount: number, echo: boolean) {
    this.#echo = echo;
    this.#members = Array.from({ length: memberCount }, () => ({ fates: new Map(), state: 'never joined', reach: 0 }));
  }

  get sent(): number {
    return this.messages.length;
  }

  get outstanding(): number {
    return this.#count('due');
  }

  get presentCount(): number {
    return this.#members.filter(({ state }) => state === 'present').length;
  }

  get completed(): number {
    return this.messages.filter(({ number }) => this.#members.some(({ fates }) => fates.get(number) === 'received'))
      .length;
  }

  /** Copies that are due although the member has already got beyond them. */
  get missingNow(): number {
    let missing = 0;
    for (const { fates, reach } of this.#members)
      for (const [number, fate] of fates) if (fate === 'due' && number < reach) missing++;
    return missing;
  }

  isPresent(index: number): boolean {
    return this.#memberAt(index).state === 'present';
  }

  /** The lowest message that a member waits for, if any. */
  firstDueTo(index: number): Message | undefined {
    const { fates } = this.#memberAt(index);
    return this.messages.find(({ number }) => fates.get(number) === 'due');
  }

  join(index: number): void {
    this.#enter(index, this.sent);
  }

  leave(index: number): number[] {
    const member = this.#memberAt(index);
    if (member.state !== 'present') return [];
    const newestMs = this.messages.at(-1)?.sentAtMs ?? 0;
    const isOnItsWay = (message: Message): boolean =>
      message.number >= member.reach ||
      (newestMs - message.sentAtMs <= YOUNG_MS && !this.#hasLaterOfSender(member, message));
    const given = this.messages.filter((message) => member.fates.get(message.number) === 'due' && isOnItsWay(message));
    for (const { number } of given) member.fates.set(number, 'gone');
    member.state = 'away';
    member.reach = this.sent;
    return given
      .filter(({ number }) => !this.#members.some(({ fates }) => fates.get(number) === 'due'))
      .map(({ sender }) => sender);
  }

  send(sender: number, sentAtMs: number): number {
    const number = this.sent;
    this.messages.push({ number, sender, sentAtMs });
    this.#members.forEach((member, index) => {
      const passesBy = !this.#echo && index === sender;
      if (member.state === 'present' && !passesBy) member.fates.set(number, 'due');
      if (member.state === 'away') member.fates.set(number, 'gone');
    });
    return number;
  }

  receive(index: number, number: number, sender: number): number {
    const message = this.messages[number];
    if (message === undefined || (!this.#echo && sender === index)) return COPY.unexpected;
    this.#enter(index, number);
    const member = this.#memberAt(index);
    const fate = member.fates.get(number);
    if (fate === undefined) return COPY.unexpected;
    if (fate === 'received') {
      this.duplicated++;
      return COPY.duplicate;
    }
    let bits: number = COPY.first;
    if (this.#hasLaterOfSender(member, message)) {
      this.reordered++;
      bits |= COPY.reordered;
    }
    if (!this.#members.some(({ fates }) => fates.get(number) === 'received')) bits |= COPY.completed;
    member.fates.set(number, 'received');
    member.reach = Math.max(member.reach, number + 1);
    if (!this.#members.some(({ fates }) => fates.get(number) === 'due')) bits |= COPY.last;
    return bits;
  }

  sums(): DeliverySums {
    const [received, lost, receiverGone] = [this.#count('received'), this.#count('due'), this.#count('gone')];
    const expected = received + lost + receiverGone;
    return { expected, received, lost, receiverGone, duplicated: this.duplicated, reordered: this.reordered };
  }

  forEachLoss(visit: (lostCopies: number, sentAtMs: number) => void): void {
    for (const { number, sentAtMs } of this.messages) {
      const lost = this.#members.filter(({ fates }) => fates.get(number) === 'due').length;
      if (lost > 0) visit(lost, sentAtMs);
    }
  }

  /**
   * A member is in the room from message `number` on. One that comes back may still get what was sent while it was away; a copy
   * from before its cut says nothing of that.
   */
  #enter(index: number, number: number): void {
    const member = this.#memberAt(index);
    if (member.state === 'present') return;
    const from = member.state === 'away' && number < member.reach ? this.sent : number;
    for (const message of this.messages.slice(from)) {
      if (!this.#echo && message.sender === index) member.fates.delete(message.number);
      else member.fates.set(message.number, 'due');
    }
    member.state = 'present';
    member.reach = from;
  }

  #hasLaterOfSender({ fates }: Member, { number, sender }: Message): boolean {
    return this.messages
      .slice(number + 1)
      .some((later) => later.sender === sender && fates.get(later.number) === 'received');
  }

  #memberAt(index: number): Member {
    const member = this.#members[index];
    if (member === undefined) throw new RangeError(`there is no member ${index}`);
    return member;
  }

  #count(wanted: Fate): number {
    let count = 0;
    for (const { fates } of this.#members) for (const fate of fates.values()) if (fate === wanted) count++;
    return count;
  }
}
