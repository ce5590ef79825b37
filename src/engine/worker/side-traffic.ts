import { nowUs } from '../../core/clock.js';
import type { AlsoSpec } from '../../core/dialect-spec.js';
import { parseTimeMs } from '../../core/units.js';
import type { WorkerContext } from './context.js';
import type { VirtualUser } from './virtual-user.js';

/** How often it is looked what is due. */
const TURN_MS = 20;
/** What is later than this is left out: what was missed while the thread was held up is not made up for at once. */
const MOST_LATE_US = 100_000;
/** A socket that holds more takes messages only. */
const BACKLOG_ABOVE_BYTES = 16 * 1024;
/** ⌊2³² ÷ golden ratio⌋: multiples of it lie evenly in a circle, however many there are. */
const GOLDEN = 0x9e3779b1;

/** An event that users emit again and again, and when each of them is due next. */
interface Beat {
  readonly spec: AlsoSpec;
  readonly everyUs: number;
  /** By user, in the order of the worker's; microseconds since the beginning. */
  readonly dueUs: Float64Array;
}

/**
 * Emits the events that a dialect has beside its messages, while a flood goes on: each user at a moment of its own, in one of its
 * rooms after the other. They are in no account of messages.
 */
export class SideTraffic {
  readonly #context: WorkerContext;
  readonly #startUs: number;
  readonly #endUs: number;
  readonly #beats: readonly Beat[];
  #timer: NodeJS.Timeout | undefined;

  /** @param startUs when the flood begins, on the machine's monotonic clock */
  constructor(context: WorkerContext, startUs: number, durationMs: number) {
    this.#context = context;
    this.#startUs = startUs;
    this.#endUs = startUs + durationMs * 1000;
    const also =
      context.role === 'canary' || context.plan.kind !== 'run' ? [] : (context.dialect.spec.events.also ?? []);
    this.#beats = also.map((spec) => beatOf(spec, context.users));
  }

  start(): void {
    if (this.#beats.length > 0) this.#timer = setInterval(() => this.#turn(nowUs()), TURN_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #turn(atUs: number): void {
    if (this.#context.lifeline?.isCut(atUs) === true) return;
    const elapsedUs = Math.min(atUs, this.#endUs) - this.#startUs;
    for (const beat of this.#beats) {
      this.#context.users.forEach((user, place) => {
        const dueUs = beat.dueUs[place] ?? Number.POSITIVE_INFINITY;
        if (dueUs > elapsedUs) return;
        const turns = Math.floor((elapsedUs - dueUs) / beat.everyUs);
        const latestUs = dueUs + turns * beat.everyUs;
        beat.dueUs[place] = latestUs + beat.everyUs;
        if (atUs - this.#startUs - latestUs <= MOST_LATE_US)
          this.#emit(user, beat.spec, Math.floor(latestUs / beat.everyUs));
      });
    }
    if (atUs >= this.#endUs) this.stop();
  }

  /** @param turn which one it is of the user: each is for the next of its rooms */
  #emit(user: VirtualUser, spec: AlsoSpec, turn: number): void {
    const membership = user.memberships[turn % Math.max(1, user.memberships.length)];
    if (membership?.isJoined !== true || !user.isConnected || user.bufferedBytes > BACKLOG_ABOVE_BYTES) return;
    const { dialect, tally } = this.#context;
    user.send(dialect.alsoPacket(spec, user.chat, membership.room.chat));
    tally.counters.otherEvents++;
  }
}

function beatOf(spec: AlsoSpec, users: readonly VirtualUser[]): Beat {
  const everyUs = (parseTimeMs(spec.every) ?? Number.POSITIVE_INFINITY) * 1000;
  const dueUs = Float64Array.from(users, ({ chat }) => (everyUs * (Math.imul(chat.index + 1, GOLDEN) >>> 0)) / 2 ** 32);
  return { spec, everyUs, dueUs };
}
