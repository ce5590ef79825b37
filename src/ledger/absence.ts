import type { RoomRecords } from './room-records.js';
import type { UnconfirmedMessages } from './unconfirmed.js';

/** A member that was away: between the join of its connection before, and that of its connection after. */
export interface Absence {
  readonly member: number;
  /** The number of the first message after the connection that ended had joined. */
  readonly from: number;
  /** Messages during the connection that ended, the first one and one above the last. */
  readonly during: readonly [from: number, to: number];
  /** As `from`, of the connection that came after it; infinite as long as there is none. */
  to: number;
}

/** What members of a room miss while they are away by plan. */
export class Absences {
  readonly #records: RoomRecords;
  readonly #unconfirmed: UnconfirmedMessages;
  readonly #hasEcho: () => boolean;

  /** @param hasEcho do senders expect their own copies, as far as is known? */
  constructor(records: RoomRecords, unconfirmed: UnconfirmedMessages, hasEcho: () => boolean) {
    this.#records = records;
    this.#unconfirmed = unconfirmed;
    this.#hasEcho = hasEcho;
  }

  /** A member who is there is about to leave. */
  begin(member: number): Absence {
    const { members, messages } = this.#records;
    const during = this.#unconfirmed.presentOf(member, messages.next);
    return { member, during, from: members.entered(member), to: Number.POSITIVE_INFINITY };
  }

  /** It is there again. */
  end(absence: Absence): void {
    absence.to = this.#records.members.entered(absence.member);
  }

  /** Has somebody the last message of the member, or is there nobody to get it? Then the server has taken all that it sent before, too. */
  isAnswered(member: number): boolean {
    const { members, messages } = this.#records;
    const last = members.lastSentBy(member);
    return last === -1 || messages.hasCopy(last) || messages.dueOf(last) <= 0;
  }

  /** It turns out that the server has perhaps not got all that the member had sent before its absence. */
  doubt({ member, during }: Absence): void {
    this.#unconfirmed.doubt(member, during);
  }

  /** The part of an absence's messages before it of which that is not known: those that nobody has, after the last that somebody has. */
  unanswered({ member, during: [from, to], ...same }: Absence): Absence | undefined {
    const { members, messages } = this.#records;
    const untouched: number[] = [];
    messages.forEachUntouched((number, sender) => {
      if (sender === member && number >= from && number < to) untouched.push(number);
    });
    let first = untouched.pop();
    if (first === undefined || first !== members.lastSentBy(member)) return undefined;
    for (let before = untouched.pop(); before !== undefined; before = untouched.pop()) {
      if (messages.nextOfSender(before) !== first) break;
      first = before;
    }
    return { ...same, member, during: [first, to] };
  }

  /** Copies that members missed while they were away, and did not get later. What reached nobody at all was missed by nobody. */
  missedIn(absences: readonly Absence[]): number {
    const echo = this.#hasEcho();
    const { members, messages } = this.#records;
    const unconfirmed = this.#unconfirmed.find(echo).messages;
    let missed = 0;
    for (const { member, from, to } of absences) {
      const own = echo ? undefined : members.gaps(member)?.ownEchoes;
      members.forEachGoneOf(member, messages.next, (first, end) => {
        const [low, high] = [Math.max(first, from), Math.min(end, to)];
        if (low < high) missed += high - low - (own?.countIn(low, high) ?? 0);
      });
      for (const { number } of unconfirmed) {
        const isMissed = number >= from && number < to && members.lacksForGood(member, number);
        if (isMissed && own?.has(number) !== true) missed--;
      }
    }
    return missed;
  }
}
