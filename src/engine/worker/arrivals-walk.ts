import { aborted } from '../../core/aborted.js';
import { nowUs, sleepUntil } from '../../core/clock.js';
import { Once } from '../../core/once.js';
import type { OwnPhaseName } from '../../core/phases.js';
import { recordOf } from '../../core/records.js';
import { arrivalTimesUs } from '../../load/arrival-order.js';
import type { WorkerContext } from './context.js';
import { signUpsOf, takeStep } from './phases/accounts.js';
import { joinRoom, openConnection } from './phases/connections.js';
import { forEachBounded, PhaseMeter } from './phases/phase.js';
import { makeRoom } from './phases/rooms.js';
import type { Membership, RoomRuntime } from './room-runtime.js';
import type { VirtualUser } from './virtual-user.js';

/** The steps of a user's way, in their order. */
const WALK_STEPS = ['register', 'login', 'rooms', 'connect', 'join'] as const satisfies readonly OwnPhaseName[];
type WalkStep = (typeof WALK_STEPS)[number];

/** A room that its members walk towards: made as soon as the last of them is logged in, for it needs all of them. */
class Destination {
  /** Members of whom it is not known yet whether they can log in. */
  awaited: number;
  readonly isMade = new Once();

  constructor({ members }: RoomRuntime) {
    this.awaited = members.length;
  }
}

/** Each user's whole way on its own, beside the others: sign-up, log-in, connection, joins. */
export class ArrivalsWalk {
  readonly meters: Readonly<Record<WalkStep, PhaseMeter>>;
  readonly #context: WorkerContext;
  readonly #stop = new AbortController();
  readonly #destinations: ReadonlyMap<RoomRuntime, Destination>;
  readonly #onSignUp: ReturnType<typeof signUpsOf>;
  /** Users, rooms or places that are not through a step, and when all are. */
  readonly #left: Record<WalkStep, number>;
  readonly #through = recordOf(WALK_STEPS, () => new Once());

  /** Begins. @param startUs when the first of all users is to come, on the machine's monotonic clock */
  constructor(context: WorkerContext, perSecond: number | null, startUs: number) {
    const { users, rooms, tally } = context;
    const places = rooms.reduce((sum, { members }) => sum + members.length, 0);
    this.#context = context;
    this.#onSignUp = signUpsOf(context);
    this.#destinations = new Map(rooms.map((room) => [room, new Destination(room)]));
    this.meters = recordOf(WALK_STEPS, () => new PhaseMeter(tally));
    const [people, all] = [users.length, { rooms: rooms.length, join: places }];
    this.#left = { register: people, login: people, connect: people, ...all };
    for (const step of WALK_STEPS) {
      this.meters[step].total = this.#left[step];
      this.#pass(step, 0);
    }
    void this.#walk(perSecond, startUs);
  }

  /** The counts of a phase that is a step of the way. */
  meterOf(phase: OwnPhaseName): PhaseMeter | undefined {
    const step = WALK_STEPS.find((name) => name === phase);
    return step === undefined ? undefined : this.meters[step];
  }

  /** Waits until everybody is through a step; when `signal` aborts before, the walk is over for all. */
  async through(phase: OwnPhaseName, signal: AbortSignal): Promise<void> {
    const step = WALK_STEPS.find((name) => name === phase);
    if (step === undefined) return;
    await Promise.race([this.#through[step].happened, aborted(signal)]);
    if (signal.aborted && this.#left[step] > 0) this.#stop.abort();
  }

  /** Nobody goes on. */
  end(): void {
    this.#stop.abort();
  }

  async #walk(perSecond: number | null, startUs: number): Promise<void> {
    const { users, plan, concurrency } = this.#context;
    const { signal } = this.#stop;
    if (perSecond === null) {
      await forEachBounded(users, concurrency.connect, signal, (user) => this.#go(user, nowUs()));
      return;
    }
    const timesUs = arrivalTimesUs(plan, perSecond);
    await Promise.all(
      users.map(async (user) => {
        const plannedUs = startUs + (timesUs[user.chat.index] ?? 0);
        await sleepUntil(plannedUs, signal);
        if (!signal.aborted) await this.#go(user, plannedUs);
      }),
    );
  }

  /** One user's way. @param plannedUs when it was to begin, which its connection counts from */
  async #go(user: VirtualUser, plannedUs: number): Promise<void> {
    const { signal } = this.#stop;
    await this.#sign('register', user);
    await this.#sign('login', user);
    for (const { room } of user.memberships) void this.#approach(room);
    if (user.isReady && !signal.aborted)
      await openConnection(this.#context, user, this.meters.connect, signal, plannedUs);
    this.#pass('connect', 1);
    await Promise.all(user.memberships.map((membership) => this.#enter(membership)));
  }

  async #sign(name: 'register' | 'login', user: VirtualUser): Promise<void> {
    const { plan } = this.#context;
    const step = name === 'register' && plan.accounts !== undefined ? undefined : plan.dialect.http[name];
    if (step !== undefined && user.isReady && !this.#stop.signal.aborted) {
      const onReady = name === 'register' ? this.#onSignUp : (): void => undefined;
      const work = { context: this.#context, meter: this.meters[name], signal: this.#stop.signal, step, onReady };
      await takeStep(work, user);
      if (name === 'register') user.isRegistered = user.isReady;
    }
    this.#pass(name, 1);
  }

  /** One more member is logged in, or cannot. */
  async #approach(room: RoomRuntime): Promise<void> {
    const destination = this.#destinations.get(room);
    if (destination === undefined) return;
    destination.awaited--;
    if (destination.awaited > 0) return;
    if (this.#context.plan.dialect.http.createRoom !== undefined && !this.#stop.signal.aborted)
      await makeRoom(this.#context, room, this.meters.rooms, this.#stop.signal);
    destination.isMade.fire();
    this.#pass('rooms', 1);
  }

  async #enter(membership: Membership): Promise<void> {
    const { signal } = this.#stop;
    const { user, room } = membership;
    await Promise.race([this.#destinations.get(room)?.isMade.happened, aborted(signal)]);
    const isOpen = room.isCreated || this.#context.plan.dialect.http.createRoom === undefined;
    if (user.isConnected && isOpen && !signal.aborted) await joinRoom(this.#context, membership, this.meters.join);
    else this.meters.join.total--;
    this.#pass('join', 1);
  }

  #pass(step: WalkStep, count: number): void {
    this.#left[step] -= count;
    if (this.#left[step] <= 0) this.#through[step].fire();
  }
}
