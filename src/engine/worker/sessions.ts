import { nowUs, sleep } from '../../core/clock.js';
import { createRandom } from '../../core/random.js';
import { type Pause, pausesOf } from '../../load/sessions.js';
import { BucketCounter } from '../../metrics/bucket-counter.js';
import type { SessionSummary } from '../../metrics/people.js';
import { encodeCounts } from '../../metrics/sparse-counts.js';
import { AbsenceAccount } from './absence-account.js';
import type { WorkerContext } from './context.js';
import { type Departures, wayBack } from './departures.js';
import { lostDelayMs, type WayBack } from './reconnector.js';
import type { VirtualUser } from './virtual-user.js';

/** So often is looked whose session is over. */
const LOOK_INTERVAL_MS = 10;
/** Who was to be back later than this before the end is not called missing: it was on its way. */
const ON_THE_WAY_US = 1_000_000;

/** A user and when it leaves next, on the machine's monotonic clock. */
interface Guest {
  readonly user: VirtualUser;
  readonly pauses: Generator<Pause, never>;
  next: Pause;
}

/** The sessions of a plan in one worker: its users leave in good order and come back while messages flow. */
export class SessionsOfWorker {
  readonly #context: WorkerContext;
  readonly #departures: Departures;
  readonly #startUs: number;
  readonly #guests: readonly Guest[];
  readonly #over = new AbortController();
  /** Who has left and is not back, and when it was to be. */
  readonly #away = new Map<VirtualUser, number>();
  readonly #absences = new AbsenceAccount();
  #left = 0;
  #back = 0;
  #untaken = 0;
  #endUs = Number.POSITIVE_INFINITY;
  /** From the moment at which users were to come back until they were. */
  readonly #backLatency = new BucketCounter();

  /** @param startUs when the flood begins, on the machine's monotonic clock */
  constructor(context: WorkerContext, departures: Departures, startUs: number) {
    this.#context = context;
    this.#departures = departures;
    this.#startUs = startUs;
    const { plan, role, users } = context;
    const { sessions } = plan;
    this.#guests =
      sessions === undefined || role === 'canary'
        ? []
        : users.map((user) => {
            const pauses = pausesOf(plan, sessions, user.chat.index);
            return { user, pauses, next: pauses.next().value };
          });
  }

  /** From now on users leave when their time is over. */
  start(): void {
    if (this.#guests.length > 0) void this.#run();
  }

  /** The flood is over: nobody leaves any more, and whoever is not back stays away. */
  stop(): void {
    this.#over.abort();
    this.#endUs = nowUs();
    for (const user of this.#away.keys()) user.isAway = false;
  }

  /** What became of them so far; in the end, call it after the drain. */
  get summary(): SessionSummary {
    const dueUs = [...this.#away.values()];
    const endUs = Math.min(this.#endUs, nowUs());
    const neverBack = dueUs.filter((due) => due < endUs - ON_THE_WAY_US).length;
    const { missed, recovered } = this.#absences;
    return {
      left: this.#left,
      back: this.#back,
      stillAway: dueUs.length - neverBack,
      neverBack,
      missed,
      recovered,
      untaken: this.#untaken,
      backLatency: encodeCounts(this.#backLatency),
    };
  }

  async #run(): Promise<void> {
    const { signal } = this.#over;
    while (!signal.aborted) {
      const elapsedUs = nowUs() - this.#startUs;
      for (const guest of this.#guests) while (guest.next.leaveUs <= elapsedUs) this.#leave(guest);
      await sleep(LOOK_INTERVAL_MS, signal);
    }
  }

  /** Who is away already, by a storm or since the server has cut it, cannot leave, and stays until its next session is over. */
  #leave(guest: Guest): void {
    const { user, pauses, next } = guest;
    guest.next = pauses.next().value;
    if (!this.#departures.mayLeave(user)) return;
    this.#departures.leave(user, {
      how: 'close',
      absenceIn: (membership, begun) => this.#absences.begin(membership, begun),
      onLeft: () => this.#onLeft(user, this.#startUs + next.returnUs),
      onUntaken: () => this.#untaken++,
    });
  }

  #onLeft(user: VirtualUser, plannedUs: number): WayBack {
    const random = createRandom(this.#context.plan.seed, `returns of user ${user.chat.index}`);
    const firstUs = Math.max(nowUs(), plannedUs);
    this.#left++;
    this.#away.set(user, firstUs);
    return wayBack(user, {
      firstUs,
      nextDelayMs: (tries) => lostDelayMs(tries - 1, random),
      onBack: (now) => {
        this.#away.delete(user);
        this.#back++;
        this.#backLatency.record(now - firstUs);
      },
    });
  }
}
