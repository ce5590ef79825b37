import { nowUs, sleep, sleepUntil } from '../../core/clock.js';
import { sumOf } from '../../core/numbers.js';
import { createRandom } from '../../core/random.js';
import type { Storm } from '../../core/storms.js';
import { Backoff, usersOfStorm } from '../../load/storms.js';
import { BucketCounter } from '../../metrics/bucket-counter.js';
import { encodeCounts } from '../../metrics/sparse-counts.js';
import type { StormSummary } from '../messages.js';
import type { WorkerContext } from './context.js';
import { lostDelayMs, type WayBack } from './reconnector.js';
import type { PlannedAbsence, RoomRuntime } from './room-runtime.js';
import type { VirtualUser } from './virtual-user.js';

/** One storm of a worker: whom it takes, and what becomes of them. */
class WorkerStorm {
  readonly storm: Storm;
  /** Of this worker, in the order of their numbers. */
  readonly users: readonly VirtualUser[];
  cut = 0;
  back = 0;
  /** Of those cut: connections whose last bytes the server did not take. */
  untaken = 0;
  /** From the moment at which they were to come back until they were. */
  readonly backLatency = new BucketCounter();
  /** From the cut until they were back. */
  readonly awayLatency = new BucketCounter();
  /** What each of those cut is away from. */
  readonly absences: { readonly room: RoomRuntime; readonly absence: PlannedAbsence }[] = [];

  constructor(storm: Storm, users: readonly VirtualUser[]) {
    this.storm = storm;
    this.users = users;
  }

  get summary(): StormSummary {
    let [missed, recovered] = [0, 0];
    for (const [room, absences] of this.#byRoom) {
      missed += room.ledger?.absences.missedIn(absences) ?? 0;
      recovered += sumOf(absences.map((absence) => absence.recovered));
    }
    const { cut, back, untaken, backLatency, awayLatency } = this;
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

  get #byRoom(): ReadonlyMap<RoomRuntime, PlannedAbsence[]> {
    const byRoom = new Map<RoomRuntime, PlannedAbsence[]>();
    for (const { room, absence } of this.absences) {
      const known = byRoom.get(room);
      if (known === undefined) byRoom.set(room, [absence]);
      else known.push(absence);
    }
    return byRoom;
  }
}

/** The storms of a plan in one worker: at their times they take connections away, and let users try to come back. */
export class Storms {
  readonly #context: WorkerContext;
  readonly #startUs: number;
  readonly #storms: readonly WorkerStorm[];
  readonly #over = new AbortController();

  /** @param startUs when the flood begins, on the machine's monotonic clock */
  constructor(context: WorkerContext, startUs: number) {
    this.#context = context;
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

  /** What became of each, in the order of the plan. Call it after the drain. */
  get summaries(): StormSummary[] {
    return this.#storms.map(({ summary }) => summary);
  }

  async #await(one: WorkerStorm, index: number): Promise<void> {
    const { signal } = this.#over;
    await sleepUntil(this.#startUs + one.storm.atMs * 1000, signal);
    if (signal.aborted) return;
    this.#context.outbox.flush();
    const { reconnector } = this.#context;
    // Whom the server has cut, or is about to take back, is nobody's to take.
    for (const user of one.users)
      if (user.isConnected && !reconnector.isBringingBack(user)) this.#take(one, index, user);
  }

  #take(one: WorkerStorm, index: number, user: VirtualUser): void {
    const cutAtUs = nowUs();
    one.cut++;
    const absences = user.memberships.flatMap((membership) => {
      const { room, member } = membership;
      membership.absence = undefined;
      if (room.ledger?.isPresent(member) !== true) return [];
      membership.absence = { ...room.ledger.absences.begin(member), recovered: 0 };
      return [{ room, absence: membership.absence }];
    });
    one.absences.push(...absences);
    user.isAway = true;
    void user.end(one.storm.how).then((isTaken) => {
      if (isTaken) return;
      one.untaken++;
      for (const { room, absence } of absences) room.ledger?.absences.doubt(absence);
    });
    this.#context.reconnector.bringBack(user, this.#wayBackOf(one, index, user, cutAtUs));
  }

  #wayBackOf(one: WorkerStorm, index: number, user: VirtualUser, cutAtUs: number): WayBack {
    const { storm } = one;
    const random = createRandom(this.#context.plan.seed, `storm ${index} of user ${user.chat.index}`);
    const backoff = storm.back === 'backoff' ? new Backoff(random) : undefined;
    // Everybody is cut at the planned moment, as far as the machine can: those who come at once all come at one moment, too.
    const firstUs = backoff
      ? cutAtUs + Math.round(backoff.firstMs(storm.offlineMs) * 1000)
      : this.#startUs + (storm.atMs + storm.offlineMs) * 1000;
    return {
      wait: async (tries, signal) => {
        if (tries === 0) await sleepUntil(firstUs, signal);
        else await sleep(backoff?.delayMs() ?? lostDelayMs(tries - 1, random), signal);
        user.isAway = false;
      },
      isBounded: false,
      onBack: () => {
        const now = nowUs();
        one.back++;
        one.backLatency.record(now - firstUs);
        one.awayLatency.record(now - cutAtUs);
        for (const { room, absence } of user.memberships) if (absence !== undefined) room.ledger?.absences.end(absence);
      },
    };
  }
}
