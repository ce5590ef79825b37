import { nowUs } from '../../core/clock.js';
import { LEAST_SLEEP_US, LEAST_TURN_US } from '../../core/pacing.js';
import { AlarmBoard } from '../pacing/alarm-board.js';

/** Woken so late, a keeper has not had a processor in time. */
const LATE_US = 1000;
/** How long it is not relied on alone then. */
const DOUBT_US = 1_000_000;

/**
 * How a thread that sends comes to be awake when something is due: bytes that come in have it awake, too, and where they come often
 * enough nobody has to wake it.
 */
export class WakeUp {
  readonly #board: AlarmBoard | undefined;
  readonly #slot: number;
  /** What is to be called, once, whoever wakes first. */
  #turn: (() => void) | undefined;
  /** From when on it may be called when the thread is awake anyway. */
  #dueUs = Number.POSITIVE_INFINITY;
  /** When the keeper is to wake the thread for it. */
  #alarmUs = 0;
  /** Does the thread wait for the keeper already? It waits in one place at a time, whatever it asks for meanwhile. */
  #isWaiting = false;
  /** Was it the keeper who had the latest turn begin? */
  #wasWoken = false;
  #timer: NodeJS.Timeout | undefined;
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
    this.#turn = turn;
    const board = this.#board;
    const firstUs = dueAfter(fromUs);
    this.#dueUs = Math.max(firstUs, fromUs + LEAST_TURN_US);
    if (board === undefined || board.hasEnded) {
      this.#setTimer(firstUs);
      return;
    }
    // Counted from the alarm before, wakings that follow each other come when the keeper expects them, and it wakes for nothing else.
    const sinceUs = this.#wasWoken ? Math.max(this.#alarmUs, fromUs - LEAST_SLEEP_US / 2) : fromUs;
    const alarmUs = Math.max(firstUs, sinceUs + LEAST_SLEEP_US);
    this.#alarmUs = alarmUs;
    const againUs = Math.max(dueAfter(alarmUs), alarmUs + LEAST_SLEEP_US);
    if (this.#isWaiting) board.ask(this.#slot, alarmUs, againUs);
    else void this.#wait(board, board.wakeAt(this.#slot, alarmUs, againUs));
    // Two threads in a row wait longer for a processor that others want than one does.
    if (fromUs < this.#doubtedUntilUs) this.#setTimer(alarmUs);
  }

  /** Bytes have come in, at `atUs` on the machine's monotonic clock: what is due leaves as soon as all that came is read. */
  onAwake(atUs: number): void {
    if (atUs < this.#dueUs) return;
    this.#dueUs = Number.POSITIVE_INFINITY;
    setImmediate(this.#turnNow);
  }

  readonly #turnNow = (): void => {
    this.#go(false);
  };

  #go(isWoken: boolean): void {
    const turn = this.#turn;
    if (turn === undefined) return;
    this.#turn = undefined;
    this.#dueUs = Number.POSITIVE_INFINITY;
    this.#wasWoken = isWoken;
    clearTimeout(this.#timer);
    turn();
  }

  /** Waits for the keeper until it has come for what was asked for last. @param woken by the first that it comes for */
  async #wait(board: AlarmBoard, woken: Promise<void>): Promise<void> {
    this.#isWaiting = true;
    await woken;
    // Looked at before the clock: who is woken between the two does not wait again.
    let seen = board.wakesOf(this.#slot);
    let wokenUs = nowUs();
    while (this.#turn !== undefined && wokenUs < this.#alarmUs && !board.hasEnded) {
      await board.woken(this.#slot, seen);
      seen = board.wakesOf(this.#slot);
      wokenUs = nowUs();
    }
    this.#isWaiting = false;
    if (this.#turn === undefined) return;
    if (wokenUs > this.#alarmUs + LATE_US) this.#doubtedUntilUs = wokenUs + DOUBT_US;
    this.#go(true);
  }

  /** Rather too early than too late. */
  #setTimer(atUs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#turnNow, Math.max(1, Math.floor((atUs - nowUs()) / 1000)));
  }
}
