import { nowUs } from '../../core/clock.js';
import { LEAST_SLEEP_US } from '../../core/pacing.js';
import { AlarmBoard } from '../pacing/alarm-board.js';

/** Woken so late, a keeper has not had a processor in time. */
const LATE_US = 1000;
/** How long it is not relied on alone then. */
const DOUBT_US = 1_000_000;

/** How a thread that sends comes to be awake when something is due. */
export class WakeUp {
  readonly #board: AlarmBoard | undefined;
  readonly #slot: number;
  /** Counts what has been asked for, so that it happens once, whoever wakes first. */
  #asked = 0;
  #doubtedUntilUs = 0;

  /**
   * @param memory of the run's alarms; left out where there is no keeper, and the event loop's timers have to do
   * @param slots of that memory
   * @param slot this thread's
   */
  constructor(memory: SharedArrayBuffer | undefined, slots: number, slot: number) {
    this.#board = memory === undefined ? undefined : new AlarmBoard(memory, slots);
    this.#slot = slot;
  }

  /**
   * Calls `turn` when something is due, at least a moment from now. One call is under way at a time.
   * @param fromUs when this turn began
   * @param dueAfter when the first is due that is not yet at an instant; both on the machine's monotonic clock
   */
  next(fromUs: number, dueAfter: (atUs: number) => number, turn: () => void): void {
    const board = this.#board;
    const asked = ++this.#asked;
    const once = (): void => {
      if (asked !== this.#asked) return;
      this.#asked++;
      turn();
    };
    if (board === undefined || board.hasEnded) {
      setTimer(once, dueAfter(fromUs));
      return;
    }
    const dueUs = Math.max(dueAfter(fromUs), fromUs + LEAST_SLEEP_US);
    const againUs = Math.max(dueAfter(dueUs), dueUs + LEAST_SLEEP_US);
    // Two threads in a row wait longer for a processor that others want than one does.
    if (fromUs < this.#doubtedUntilUs) setTimer(once, dueUs);
    void board.wakeAt(this.#slot, dueUs, againUs).then(() => {
      const wokenUs = nowUs();
      if (wokenUs > dueUs + LATE_US) this.#doubtedUntilUs = wokenUs + DOUBT_US;
      once();
    });
  }
}

/** Rather too early than too late. */
function setTimer(turn: () => void, atUs: number): void {
  setTimeout(turn, Math.max(1, Math.floor((atUs - nowUs()) / 1000)));
}
