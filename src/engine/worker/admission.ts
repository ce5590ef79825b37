import type { RunPlan } from '../../core/plan.js';
import { admissionPlaces, openRooms } from '../../load/admission.js';
import { dealRooms } from '../../load/room-deal.js';
import type { RoomRuntime } from './room-runtime.js';
import type { VirtualUser } from './virtual-user.js';

/** Who of a worker is to be there by now: everybody, or, where people come little by little, the first ones of the run's order. */
export class PeopleAdmission {
  readonly #users: readonly VirtualUser[];
  readonly #rooms: readonly RoomRuntime[];
  /** By place in the run's order; undefined as long as nobody says how many there are to be. */
  #places: ReadonlyMap<number, number> | undefined;
  #count = 0;
  #openRooms: ReadonlySet<number> = new Set();
  /** Who has, or is about to have, an account. */
  readonly #wanted = new Set<VirtualUser>();
  #newcomers: readonly VirtualUser[] = [];

  constructor(users: readonly VirtualUser[], rooms: readonly RoomRuntime[]) {
    this.#users = users;
    this.#rooms = rooms;
  }

  /** From now on the first `count` people of the run are to be there; whoever is there already stays. */
  admit(plan: RunPlan, count: number): void {
    const deal = dealRooms(plan);
    this.#places = admissionPlaces(deal);
    this.#count = Math.max(this.#count, count);
    this.#openRooms = new Set(openRooms(deal, this.#places, this.#count));
    this.#newcomers = this.#users.filter((user) => !this.#wanted.has(user) && this.#needsAccount(user));
    for (const user of this.#newcomers) this.#wanted.add(user);
  }

  /** Who gets an account next. */
  get newcomers(): readonly VirtualUser[] {
    return this.#places === undefined ? this.#users : this.#newcomers;
  }

  /** Rooms that people are in, and that are not made yet. */
  get newRooms(): readonly RoomRuntime[] {
    return this.#rooms.filter((room) => !room.isCreated && this.isOpen(room));
  }

  /** Are people to be in the room? */
  isOpen({ chat }: RoomRuntime): boolean {
    return this.#places === undefined || this.#openRooms.has(chat.index);
  }

  /** May the user be connected? */
  isAdmitted({ chat }: VirtualUser): boolean {
    return this.#places === undefined || (this.#places.get(chat.index) ?? 0) < this.#count;
  }

  /** A room is made with all of its members, so that whoever connects later is one already. */
  #needsAccount(user: VirtualUser): boolean {
    return this.isAdmitted(user) || user.memberships.some(({ roomIndex }) => this.#openRooms.has(roomIndex));
  }
}
