import { nowUs, sleepUntil } from '../../core/clock.js';
import { createRandom } from '../../core/random.js';
import type { Storm } from '../../core/storms.js';
import { Backoff, usersOfStorm } from '../../load/storms.js';
import { BucketCounter } from '../../metrics/bucket-counter.js';
import type { StormSummary } from '../../metrics/people.js';
import { encodeCounts } from '../../metrics/sparse-counts.js';
import { AbsenceAccount } from './absence-account.js';
import type { WorkerContext } from './context.js';
import { type Departures, wayBack } from './departures.js';
import { lostDelayMs, type WayBack } from './reconnector.js';
import type { VirtualUser } from './virtual-user.js';

/** One storm of a worker: whom it takes, and what becomes of them. */
class WorkerStorm {
  readonly storm: Storm;
  /** Of this worker, in the order of their numbers. */
  readonly users: readonly VirtualUser[];
  cut = 0;
  back = 0;
  /** Of those cut: connections of which it is not known that the server took all that was sent. */
  untaken = 0;
  /** From the moment at which they were to come back until they were. */
  readonly backLatency = new BucketCounter();
  /** From the cut until they were back. */
  readonly awayLatency = new BucketCounter();
  /** What those cut are away from. */
  readonly absences = new AbsenceAccount();

  constructor(storm: Storm, users: readonly VirtualUser[]) {
    this.storm = storm;
    this.users = users;
  }

  get summary(): StormSummary {
    const { cut, back, untaken, backLatency, awayLatency, absences } = this;
    const { missed, recovered } = absences;
    return {
      cut,
      back,
      untaken,
      missed,
      recovered,
      backLatency: encodeCounts(backLatency),
      awayLatency: encodeCounts(awayLatency),
    };
  }
}

/** The storms of a plan in one worker: at their times they take connections away, and let users try to come back. */
export class Storms {
  readonly #context: WorkerContext;
  readonly #departures: Departures;
  readonly #startUs: number;
  readonly #storms: readonly WorkerStorm[];
  readonly #over = new AbortController();

  /** @param startUs when the flood begins, on the machine's monotonic clock */
  constructor(context: WorkerContext, departures: Departures, startUs: number) {
    this.#context = context;
    this.#departures = departures;
    this.#startUs = startUs;
    const { plan, role, users } = context;
    this.#storms = (role === 'canary' ? [] : (plan.storms ?? [])).map((storm, index) => {
      const taken = usersOfStorm(plan, storm, index);
      return new WorkerStorm(
        storm,
        users.filter(({ chat }) => taken.has(chat.index)),
      );
    });
  }

  /** Waits for the time of each. */
  start(): void {
    this.#storms.forEach((one, index) => void this.#await(one, index));
  }

  /** The flood is over: nobody is taken any more, and whoever is not back stays away. */
  stop(): void {
    this.#over.abort();
    for (const { users } of this.#storms) for (const user of users) user.isAway = false;
  }

  /** What became of each so far, in the order of the plan; in the end, call it after the drain. */
  get summaries(): StormSummary[] {
    return this.#storms.map(({ summary }) => summary);
  }

  async #await(one: WorkerStorm, index: number): Promise<void> {
    const { signal } = this.#over;
    await sleepUntil(this.#startUs + one.storm.atMs * 1000, signal);
    if (signal.aborted) return;
    for (const user of one.users) if (this.#departures.mayLeave(user)) this.#take(one, index, user);
  }

  #take(one: WorkerStorm, index: number, user: VirtualUser): void {
    this.#departures.leave(user, {
      how: one.storm.how,
      absenceIn: (membership, begun) => one.absences.begin(membership, begun),
      onLeft: () => {
        one.cut++;
        return this.#wayBackOf(one, index, user, nowUs());
      },
      onUntaken: () => one.untaken++,
    });
  }

  #wayBackOf(one: WorkerStorm, index: number, user: VirtualUser, cutAtUs: number): WayBack {
    const { storm } = one;
    const random = createRandom(this.#context.plan.seed, `storm ${index} of user ${user.chat.index}`);
    const backoff = storm.back === 'backoff' ? new Backoff(random) : undefined;
    // Everybody is cut at the planned moment, as far as the machine can: those who come at once all come at one moment, too.
    const firstUs = backoff
      ? cutAtUs + Math.round(backoff.firstMs(storm.offlineMs) * 1000)
      : Math.max(cutAtUs, this.#startUs + (storm.atMs + storm.offlineMs) * 1000);
    return wayBack(user, {
      firstUs,
      nextDelayMs: (tries) => backoff?.delayMs() ?? lostDelayMs(tries - 1, random),
      onBack: (now) => {
        one.back++;
        one.backLatency.record(now - firstUs);
        one.awayLatency.record(now - cutAtUs);
      },
    });
  }
}
