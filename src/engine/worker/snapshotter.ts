import { nowUs } from '../../core/clock.js';
import {
  addNumbers,
  emptyGauges,
  emptyStageGauges,
  type Gauges,
  type Snapshot,
  type StageGauges,
} from '../../metrics/snapshot.js';
import { peopleSoFar, type WorkerContext } from './context.js';
import type { Seconds } from './flood.js';

/** Seconds that a worker tells one after the other when it missed them; older ones have been closed on the main side. */
const MOST_MISSED_TOLD = 8;

/** Takes a worker's snapshot at every full second of the flood and the drain, and one at the end of every other phase. */
export class Snapshotter implements Seconds {
  onEnd: Seconds['onEnd'];
  readonly #context: WorkerContext;
  readonly #post: (snapshot: Snapshot) => void;
  #timer: NodeJS.Timeout | undefined;
  #startUs: number | undefined;
  #second = 0;

  constructor(context: WorkerContext, post: (snapshot: Snapshot) => void) {
    this.#context = context;
    this.#post = post;
  }

  /** Seconds are counted from `startUs` on, for the first time or anew. */
  start(startUs: number): void {
    clearTimeout(this.#timer);
    this.#startUs = startUs;
    this.#second = 0;
    // What was counted and observed so far belongs to the time before.
    this.#take(-1);
    this.#wait(startUs);
  }

  get endUs(): number {
    return this.#startUs === undefined ? Number.POSITIVE_INFINITY : this.#endOf(this.#startUs);
  }

  /** A worker that was held up tells the seconds that it missed: what it had counted before is of the first of them. */
  turn(): void {
    if (this.#startUs === undefined) return;
    const now = nowUs();
    this.#second = Math.max(this.#second, Math.floor((now - this.#startUs) / 1e6) - MOST_MISSED_TOLD);
    for (let endUs = this.#endOf(this.#startUs); now >= endUs; endUs += 1e6) {
      this.onEnd?.(endUs);
      this.#take(this.#second);
      this.#second++;
    }
  }

  /** Takes what has come since the last full second. */
  flush(): void {
    this.#take(this.#startUs === undefined ? -1 : this.#second);
  }

  /** No more seconds: what is counted from here on belongs to the time after. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#startUs = undefined;
  }

  #endOf(startUs: number): number {
    return startUs + (this.#second + 1) * 1e6;
  }

  #wait(startUs: number): void {
    this.#timer = setTimeout(
      () => {
        this.turn();
        this.#wait(startUs);
      },
      Math.max(1, (this.#endOf(startUs) - nowUs()) / 1000),
    );
    this.#timer.unref();
  }

  #take(second: number): void {
    const { tally, observer, role, originUs } = this.#context;
    const self = observer.take();
    const middleUs = nowUs() - originUs - (self.observedMs * 1000) / 2;
    this.#post(
      tally.take({
        workerIndex: role === 'canary' ? -1 : role,
        phase: tally.phase,
        second,
        stage: tally.phase === 'flood' && second >= 0 && tally.stages.count > 0 ? tally.stages.at(middleUs).stage : -1,
        gauges: this.#gauges(),
        stageGauges: this.#stageGauges(),
        self,
        ...this.#people(),
      }),
    );
  }

  #gauges(): Gauges {
    const gauges = emptyGauges();
    for (const { isConnected, isAway } of this.#context.users) {
      if (isConnected) gauges.connectionsOpen++;
      else if (isAway) gauges.usersAway++;
    }
    gauges.bufferedBytes = this.#context.outbox.bufferedBytes;
    for (const { backlog } of this.#context.backlogged) gauges.backlog += backlog.length;
    for (const { ledger } of this.#context.rooms) {
      if (ledger === undefined) continue;
      const sums = ledger.sums();
      const missing = ledger.missingNow;
      gauges.missing += missing;
      gauges.inFlight += ledger.outstanding - missing;
      gauges.expected += sums.expected;
      gauges.receiverGone += sums.receiverGone;
      gauges.unconfirmed += sums.unconfirmed;
    }
    return gauges;
  }

  #people(): Pick<Snapshot, 'people'> {
    const { plan, role } = this.#context;
    const isLively = (plan.storms ?? plan.sessions ?? plan.slowReaders ?? plan.readRate) !== undefined;
    return isLively && role !== 'canary' ? { people: peopleSoFar(this.#context) } : {};
  }

  #stageGauges(): StageGauges[] {
    const { rooms, backlogged, tally } = this.#context;
    if (tally.stages.count === 0) return [];
    const gauges = Array.from({ length: tally.stages.count }, emptyStageGauges);
    for (const { ledger } of rooms) {
      for (const [stage, sums] of ledger?.stageSums().entries() ?? []) {
        const gauge = gauges[stage];
        if (gauge !== undefined) addNumbers<Record<keyof typeof sums, number>>(gauge, sums);
      }
    }
    for (const { backlog } of backlogged) {
      for (const { intendedUs } of backlog) {
        const gauge = gauges[tally.stages.at(intendedUs).stage];
        if (gauge !== undefined) gauge.backlog++;
      }
    }
    return gauges;
  }
}
