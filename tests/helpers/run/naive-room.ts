import { COPY } from '#dist/ledger/copy.js';
import type { StageSums } from '#dist/ledger/stage-account.js';
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
  /** Own messages that pass it by as long as no echo is expected. */
  readonly echoes: Set<number>;
  state: 'never joined' | 'present' | 'away';
  /** One above the highest message that it has received, or that was sent before it entered or was cut. */
  reach: number;
  /** Messages that had been sent when its present connection joined. */
  entered: number;
  /** Messages that had been sent when its present connection asked to join. */
  asked: number | undefined;
  isRecovered: boolean;
  /** Messages that had been sent when its connection broke last. */
  brokeAt: number;
}

/**
 * The account of a room, kept the slow and obvious way: every message and the fate of every copy. Own copies have a fate from the
 * first message on, whatever is expected; as long as no echo is, nothing counts them.
 */
export class NaiveRoom {
  duplicated = 0;
  reordered = 0;
  readonly messages: Message[] = [];
  #echo: boolean;
  readonly #members: Member[];
  /** Complete, and told of, before another copy began to be expected. */
  readonly #told = new Set<number>();

  constructor(memberCount: number, echo: boolean) {
    this.#echo = echo;
    this.#members = Array.from({ length: memberCount }, () => ({
      fates: new Map(),
      echoes: new Set(),
      state: 'never joined',
      reach: 0,
      entered: 0,
      asked: undefined,
      isRecovered: false,
      brokeAt: 0,
    }));
  }

  /** From now on own copies are expected, as if they had always been. */
  learnEcho(): void {
    if (this.#echo) return;
    for (const { number, sender } of this.messages) {
      const { fates, echoes } = this.#memberAt(sender);
      if (echoes.has(number) && fates.get(number) === 'due') this.#reopen(number);
    }
    this.#echo = true;
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
    return this.messages.filter(({ number }) => this.#isReceived(number)).length;
  }

  /** Copies that are due although the member has already got beyond them. */
  get missingNow(): number {
    let missing = 0;
    for (const member of this.#members)
      for (const [number, fate] of this.#fatesOf(member)) if (fate === 'due' && number < member.reach) missing++;
    return missing;
  }

  isPresent(index: number): boolean {
    return this.#memberAt(index).state === 'present';
  }

  /** The lowest message that a member waits for, if any. */
  firstDueTo(index: number): Message | undefined {
    const member = this.#memberAt(index);
    return this.messages.find(({ number }) => this.#fateOf(member, number) === 'due');
  }

  ask(index: number): void {
    const member = this.#memberAt(index);
    if (member.state !== 'present') member.asked = this.sent;
  }

  join(index: number, isRecovered = false): void {
    const member = this.#memberAt(index);
    if (member.state === 'present') return;
    if (isRecovered || member.asked === undefined) this.ask(index);
    this.#enter(index, this.sent);
    member.isRecovered = isRecovered;
  }

  leave(index: number): number[] {
    const member = this.#memberAt(index);
    if (member.state !== 'present') return [];
    const newestMs = this.messages.at(-1)?.sentAtMs ?? 0;
    const isOnItsWay = (message: Message): boolean =>
      message.number >= member.reach ||
      (newestMs - message.sentAtMs <= YOUNG_MS && !this.#hasLaterOfSender(member, message));
    const given = this.messages.filter((message) => member.fates.get(message.number) === 'due' && isOnItsWay(message));
    const waitedFor = given.filter(({ number }) => this.#fateOf(member, number) === 'due');
    for (const { number } of given) member.fates.set(number, 'gone');
    member.state = 'away';
    member.reach = this.sent;
    member.asked = undefined;
    member.isRecovered = false;
    member.brokeAt = this.sent;
    return waitedFor
      .filter(({ number }) => !this.#isDue(number) && !this.#told.delete(number))
      .map(({ sender }) => sender);
  }

  send(sender: number, sentAtMs: number): number {
    const number = this.sent;
    this.messages.push({ number, sender, sentAtMs });
    this.#members.forEach((member, index) => {
      if (member.state === 'present') this.#expect(index, number, sender);
      if (member.state === 'away') member.fates.set(number, 'gone');
    });
    return number;
  }

  receive(index: number, number: number, sender: number): number {
    const message = this.messages[number];
    if (message === undefined) return COPY.unexpected;
    const member = this.#memberAt(index);
    const isOld = number < (member.asked ?? 0);
    const isFromBefore = this.#isFromBefore(member, number);
    if (!this.#echo && sender === index) {
      if (isFromBefore) return COPY.replayed;
      return member.state === 'present' && number >= member.entered ? COPY.echo : COPY.unexpected;
    }
    if (!isOld) this.#enter(index, number);
    const fate = member.fates.get(number);
    if (fate === undefined || fate === 'received') return this.#repeat(fate, isFromBefore, member.isRecovered);
    if (fate === 'gone') this.#reopen(number);
    let bits: number = this.#isReceived(number) ? COPY.first : COPY.first | COPY.completed;
    if (isOld) bits |= member.isRecovered ? COPY.recovered : COPY.replayed;
    else if (this.#hasLaterOfSender(member, message)) {
      this.reordered++;
      bits |= COPY.reordered;
    }
    member.fates.set(number, 'received');
    member.reach = Math.max(member.reach, number + 1);
    if (!this.#isDue(number) && !this.#told.delete(number)) bits |= COPY.last;
    return bits;
  }

  #repeat(fate: Fate | undefined, isFromBefore: boolean, isRecovered: boolean): number {
    if (isFromBefore && (fate === undefined || !isRecovered)) return COPY.replayed;
    if (fate === undefined) return COPY.unexpected;
    this.duplicated++;
    return COPY.duplicate;
  }

  sums(): DeliverySums {
    const received = this.#count('received');
    const copies = this.messages.flatMap(({ number }) => Array.from({ length: this.#lostOf(number) }, () => number));
    const unconfirmed = copies.filter((number) => this.#isUnconfirmed(number)).length;
    const expected = received + this.#count('due') + this.#count('gone');
    const { duplicated, reordered } = this;
    const receiverGone = expected - received - copies.length;
    return { expected, received, lost: copies.length, receiverGone, unconfirmed, duplicated, reordered };
  }

  /** The sums of the messages of each stage. */
  stageSums(stageCount: number, stageOf: (number: number) => number): StageSums[] {
    const sums = Array.from({ length: stageCount }, () => ({
      expected: 0,
      receiverGone: 0,
      unconfirmed: 0,
      missing: 0,
    }));
    for (const member of this.#members) {
      for (const [number, fate] of this.#fatesOf(member)) {
        const sum = sums[stageOf(number)];
        if (sum === undefined || fate === undefined) continue;
        sum.expected++;
        if (fate === 'gone') sum.receiverGone += this.#isUnconfirmed(number) ? 0 : 1;
        if (fate !== 'received' && this.#isUnconfirmed(number)) sum.unconfirmed++;
        if (fate === 'due' && number < member.reach) sum.missing++;
      }
    }
    return sums;
  }

  forEachLoss(visit: (lostCopies: number, sentAtMs: number) => void): void {
    for (const { number, sentAtMs } of this.messages) {
      const lost = this.#lostOf(number);
      if (lost > 0) visit(lost, sentAtMs);
    }
  }

  /** Copies of a message that are lost: those that are due, and of one that its sender could not confirm all that were expected. */
  #lostOf(number: number): number {
    const fates = this.#members.map((member) => this.#fateOf(member, number));
    return fates.filter((fate) => fate === 'due' || (fate === 'gone' && this.#isUnconfirmed(number))).length;
  }

  /** Nobody has it, and its sender's connection broke after it. */
  #isUnconfirmed(number: number): boolean {
    const message = this.messages[number];
    return message !== undefined && !this.#isReceived(number) && number < this.#memberAt(message.sender).brokeAt;
  }

  /**
   * A member is in the room from message `number` on; of what was sent between its asking and that, nobody knows whether it will get
   * it. One that comes back may still get what was sent while it was away; a copy from before its cut says nothing of that.
   */
  #enter(index: number, number: number): void {
    const member = this.#memberAt(index);
    if (member.state === 'present') return;
    const from = member.asked !== undefined || (member.state === 'away' && number < member.reach) ? this.sent : number;
    if (member.state === 'never joined')
      for (const { number: before } of this.messages.slice(member.asked ?? from, from))
        member.fates.set(before, 'gone');
    for (const { number: late, sender } of this.messages.slice(from)) {
      if (this.#echo || sender !== index) this.#reopen(late);
      this.#expect(index, late, sender);
    }
    member.state = 'present';
    member.reach = from;
    member.entered = this.sent;
  }

  /** One more copy is due than was thought; that the message is complete is not told of twice. */
  #reopen(number: number): void {
    if (this.#isReceived(number) && !this.#isDue(number)) this.#told.add(number);
  }

  /** A copy of a message is due to a member; of its own only if the server sends them. */
  #expect(index: number, number: number, sender: number): void {
    const { fates, echoes } = this.#memberAt(index);
    fates.set(number, 'due');
    if (sender === index) echoes.add(number);
  }

  /** What became of a message for a member, as far as it counts. */
  #fateOf({ fates, echoes }: Member, number: number): Fate | undefined {
    return this.#echo || !echoes.has(number) ? fates.get(number) : undefined;
  }

  #fatesOf(member: Member): [number: number, fate: Fate | undefined][] {
    return [...member.fates.keys()].map((number) => [number, this.#fateOf(member, number)]);
  }

  #isDue(number: number): boolean {
    return this.#members.some((member) => this.#fateOf(member, number) === 'due');
  }

  #isReceived(number: number): boolean {
    return this.#members.some((member) => this.#fateOf(member, number) === 'received');
  }

  /** Was it sent before the member's present connection was in the room? */
  #isFromBefore({ state, asked, entered }: Member, number: number): boolean {
    return asked !== undefined && number < (state === 'present' ? entered : asked);
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
    const fates = this.#members.flatMap((member) => this.#fatesOf(member));
    return fates.filter(([, fate]) => fate === wanted).length;
  }
}
