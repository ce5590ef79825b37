import { nowUs } from '../../core/clock.js';
import { LEAST_SLEEP_US } from '../../core/pacing.js';
import { AlarmBoard } from '../pacing/alarm-board.js';

/** How a thread that sends comes to be awake when something is due. */
export class WakeUp {
  readonly #board: AlarmBoard | undefined;
  readonly #slot: number;

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
    if (board === undefined || board.hasEnded) {
      const restUs = dueAfter(fromUs) - nowUs();
      // Rather awake too early than too late.
      setTimeout(turn, Math.max(1, Math.floor(restUs / 1000)));
      return;
    }
    const dueUs = Math.max(dueAfter(fromUs), fromUs + LEAST_SLEEP_US);
    const againUs = Math.max(dueAfter(dueUs), dueUs + LEAST_SLEEP_US);
    void board.wakeAt(this.#slot, dueUs, againUs).then(turn);
  }
}
