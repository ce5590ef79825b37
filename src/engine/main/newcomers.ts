import { type OwnPhaseName, PHASE_TABLE, SET_UP_PHASES } from '../../core/phases.js';
import type { RunPlan } from '../../core/plan.js';
import { admissionPlaces } from '../../load/admission.js';
import { dealRooms, type RoomDeal } from '../../load/room-deal.js';
import type { Fleet } from './fleet.js';
import type { TrialHands } from './trial-hands.js';

/** How many people are there before the first trial. */
export interface FirstPeople {
  readonly plan: RunPlan;
  /** Everybody of the plan when left out. */
  readonly admitted: number | undefined;
}

/** People who come between trials: for the first time, in the run's order, or again when they were cut. */
export class Newcomers {
  readonly #fleet: Fleet;
  readonly #hands: TrialHands;
  readonly #plan: RunPlan;
  readonly #deal: RoomDeal;
  readonly #places: ReadonlyMap<number, number>;
  #count: number;
  /** By worker: who may send; undefined as long as nobody has come since everybody was asked at first. */
  #senders: readonly Int32Array[] | undefined;

  constructor(fleet: Fleet, hands: TrialHands, { plan, admitted = plan.users }: FirstPeople) {
    this.#fleet = fleet;
    this.#hands = hands;
    this.#plan = plan;
    this.#count = admitted;
    this.#deal = dealRooms(plan);
    this.#places = admissionPlaces(this.#deal);
  }

  /** Lets the first `count` people of the run in, as far as they are not there yet. */
  async let(count: number): Promise<void> {
    if (count > this.#count) {
      this.#count = count;
      this.#fleet.admit(count);
      await this.#perform(SET_UP_PHASES);
    }
    this.#senders ??= (await this.#fleet.senders()).pairs;
  }

  /** Whoever was cut connects and joins again. */
  async bringBack(): Promise<void> {
    await this.#perform(['connect', 'join']);
  }

  /** Of those who may send, the first `count` people of the run; undefined for all of them. */
  sendersOf(count: number | undefined): readonly Int32Array[] | undefined {
    if (count === undefined) return this.#senders;
    return this.#senders?.map((pairs) => {
      const kept: number[] = [];
      for (let at = 0; at < pairs.length; at += 2) {
        const [room = 0, member = 0] = [pairs[at], pairs[at + 1]];
        const user = this.#deal.rooms[room]?.[member] ?? -1;
        if ((this.#places.get(user) ?? Number.POSITIVE_INFINITY) < count) kept.push(room, member);
      }
      return Int32Array.from(kept);
    });
  }

  async #perform(phases: readonly OwnPhaseName[]): Promise<void> {
    for (const phase of phases) {
      if (this.#hands.interruption !== null) return;
      if (PHASE_TABLE[phase].applies(this.#plan)) await this.#hands.perform(phase);
    }
    this.#senders = (await this.#fleet.senders()).pairs;
  }
}
