import assert from 'node:assert/strict';
import { sumOf } from '#dist/core/numbers.js';
import { COPY } from '#dist/ledger/copy.js';
import { RoomLedger } from '#dist/ledger/room-ledger.js';
import { lossesOf } from './losses.js';
import { NaiveRoom } from './naive-room.js';

const byNumber = (a: number, b: number): number => a - b;
const countOf = (wanted: number, numbers: readonly number[]): number => numbers.filter((one) => one === wanted).length;

const STAGES = 3;
/** Stages follow each other, and a message that waited for its socket comes in between. */
const stageOf = (number: number): number => (number % 13 === 7 ? 0 : Math.floor(number / 8) % STAGES);

/** A ledger and its model, told the same. */
export class LedgerPair {
  readonly ledger: RoomLedger;
  readonly naive: NaiveRoom;
  /** Do copies come of messages that the room has forgotten, of which the two need not agree? */
  readonly #forgets: boolean;
  #nowMs = 0;
  /** Messages whose last copy has come. */
  readonly #told = new Set<number>();

  constructor(memberCount: number, echo: boolean, forgets = false) {
    this.#forgets = forgets;
    this.ledger = new RoomLedger(memberCount, echo, 0, STAGES);
    this.naive = new NaiveRoom(memberCount, echo);
  }

  ask(member: number): void {
    this.ledger.ask(member);
    this.naive.ask(member);
  }

  join(member: number, isRecovered = false): void {
    this.ledger.join(member, isRecovered);
    this.naive.join(member, isRecovered);
  }

  leave(member: number): void {
    const [senders, naive] = [this.ledger.leave(member), this.naive.leave(member)];
    // Of messages that the room has forgotten only the model knows who waited for them.
    if (this.#forgets)
      for (const sender of new Set(senders)) assert.ok(countOf(sender, senders) <= countOf(sender, naive));
    else assert.deepEqual(senders.toSorted(byNumber), naive.toSorted(byNumber));
  }

  learnEcho(): void {
    this.ledger.learnEcho();
    this.naive.learnEcho();
  }

  send(member: number, afterMs: number): number {
    this.#nowMs += afterMs;
    const number = this.ledger.send(member, this.#nowMs, stageOf(this.naive.sent));
    assert.equal(number, this.naive.send(member, this.#nowMs));
    return number;
  }

  /** @returns the ledger's and the model's bits */
  receive(member: number, number: number): [number, number] {
    const sender = this.naive.messages[number]?.sender ?? 0;
    const bits = this.ledger.receive(member, number, sender);
    if ((bits & COPY.last) !== 0) {
      assert.ok(!this.#told.has(number), `that everybody has message ${number} is told twice`);
      this.#told.add(number);
    }
    return [bits, this.naive.receive(member, number, sender)];
  }

  /** What holds at any time, whatever happened. */
  assertBalanced(): void {
    const sums = this.ledger.sums();
    assert.equal(sums.expected, sums.received + sums.lost + sums.receiverGone);
    for (const [name, count] of Object.entries(sums)) assert.ok(count >= 0, `${name} is ${count}`);
    let losses = 0;
    this.ledger.forEachLoss((lostCopies) => (losses += lostCopies));
    assert.equal(losses, sums.lost);
    const stages = this.ledger.stageSums();
    for (const field of ['expected', 'receiverGone', 'unconfirmed'] as const) {
      assert.equal(sumOf(stages.map((stage) => stage[field])), sums[field], `${field} of all stages`);
    }
    const members = this.ledger.memberSums();
    for (const field of ['expected', 'received', 'lost', 'receiverGone'] as const) {
      assert.equal(sumOf(members.map((member) => member[field])), sums[field], `${field} of all members`);
    }
    assert.ok(sums.unconfirmed <= sums.lost);
    assert.ok(this.ledger.outstanding <= sums.lost);
    assert.ok(sums.lost - this.ledger.outstanding <= sums.unconfirmed);
    assert.ok(this.ledger.missingNow <= this.ledger.outstanding);
  }

  /** Everything that the ledger tells is what the model tells. */
  assertEqual(): void {
    const { ledger, naive } = this;
    assert.deepEqual(ledger.sums(), naive.sums());
    assert.deepEqual(lossesOf(ledger), lossesOf(naive));
    assert.deepEqual(ledger.stageSums(), naive.stageSums(STAGES, stageOf));
    for (const figure of ['sent', 'outstanding', 'presentCount', 'missingNow', 'completed'] as const) {
      assert.equal(ledger[figure], naive[figure], figure);
    }
  }
}
