import type { NumberSet } from './number-set.js';
import type { RoomRecords } from './room-records.js';
import type { Unconfirmed } from './unconfirmed.js';

/** Where copies of the messages of one stage stand. */
export interface StageSums {
  expected: number;
  receiverGone: number;
  unconfirmed: number;
  /** Overtaken by later messages, and not come. */
  missing: number;
}

/**
 * Which stage each message of a room belongs to, and what follows from that for sums that the room keeps by member alone. Messages
 * of one stage mostly follow each other, so what is kept are the numbers at which the stage changes.
 */
export class StageAccount {
  /** The first number of each run of messages of one stage, ascending, and that stage. */
  readonly #starts: number[] = [];
  readonly #stages: number[] = [];
  /** Where no echo is expected: own messages of members that were there, and those of them whose copies could not have come. */
  readonly #own: number[];
  readonly #echoesGone: number[];

  constructor(stageCount: number) {
    this.#own = Array.from({ length: stageCount }, () => 0);
    this.#echoesGone = [...this.#own];
  }

  /** A message has been sent. @param isPresent is its sender in the room? */
  send(number: number, stage: number, isPresent: boolean): void {
    if (this.#stages.at(-1) !== stage) {
      this.#starts.push(number);
      this.#stages.push(stage);
    }
    if (isPresent) increase(this.#own, stage);
  }

  /** A message was its receiver's own after all. */
  own(number: number): void {
    increase(this.#own, this.#stageOf(number));
  }

  /** The own copy of a message cannot come any more. */
  giveUpEcho(number: number): void {
    increase(this.#echoesGone, this.#stageOf(number));
  }

  /**
   * The sums of all messages, by stage.
   * @param unconfirmed what is lost to members that were away, and not gone with them
   */
  sums({ members, messages: { next } }: RoomRecords, echo: boolean, unconfirmed: Unconfirmed): StageSums[] {
    const sums = this.#own.map((): StageSums => ({ expected: 0, receiverGone: 0, unconfirmed: 0, missing: 0 }));
    /** Members that expect everything from the first message on: mostly all of them. */
    let fromStart = 0;
    for (let member = 0; member < members.count; member++) {
      if (!members.hasJoined(member)) continue;
      const from = members.from(member);
      if (from === 0) fromStart++;
      else this.#add(sums, 'expected', from, next);
      const gaps = members.gaps(member);
      if (gaps !== undefined) {
        this.#addAll(sums, 'receiverGone', gaps.gone);
        this.#addAll(sums, 'missing', gaps.missing);
      }
      if (!members.isPresent(member)) this.#add(sums, 'receiverGone', members.high(member), next);
    }
    if (fromStart > 0) this.#add(sums, 'expected', 0, next, fromStart);
    if (!echo) {
      sums.forEach((sum, stage) => {
        sum.expected -= this.#own[stage] ?? 0;
        sum.receiverGone -= this.#echoesGone[stage] ?? 0;
      });
    }
    for (const { number, due, away } of unconfirmed.messages) {
      const sum = sums[this.#stageOf(number)];
      if (sum === undefined) continue;
      sum.receiverGone -= away;
      sum.unconfirmed += due + away;
    }
    return sums;
  }

  #addAll(sums: readonly StageSums[], field: keyof StageSums, numbers: NumberSet): void {
    if (numbers.size > 0) for (const [from, to] of numbers.ranges()) this.#add(sums, field, from, to);
  }

  /** Counts the messages `from … to − 1`, `times` over. */
  #add(sums: readonly StageSums[], field: keyof StageSums, from: number, to: number, times = 1): void {
    let at = this.#runOf(from);
    for (let start = from; start < to; at++) {
      const end = Math.min(to, this.#starts[at + 1] ?? to);
      const sum = sums[this.#stages[at] ?? 0];
      if (sum !== undefined) sum[field] += (end - start) * times;
      start = end;
    }
  }

  #stageOf(number: number): number {
    return this.#stages[this.#runOf(number)] ?? 0;
  }

  /** The last run that begins at `number` or before it. */
  #runOf(number: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= number) low = middle;
      else high = middle;
    }
    return low;
  }
}

function increase(counts: number[], index: number): void {
  counts[index] = (counts[index] ?? 0) + 1;
}
