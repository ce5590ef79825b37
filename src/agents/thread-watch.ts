import type { FromWorker, ToWorker, WorkerStart } from '../engine/messages.js';
import { WORDS } from './agent-words.js';
import { secondsOf } from './crew-words.js';
import { SILENT_US } from './times.js';

/** Whoever looks so late was held up itself, and knows nothing of the silence of others. */
const HELD_UP_US = 1_000_000;

/** A load thread, as its agent hears of it. */
interface WatchedThread {
  /** Of phases that it was told and has not done; a flood goes on until the summary, each second of which is told. */
  isBusy: boolean;
  isTellingSeconds: boolean;
  /** When it last said something, or was to begin. On the machine's monotonic clock, as all times here. */
  heardAtUs: number;
  silence: 'none' | 'noted' | 'over';
}

/**
 * Notices load threads that say nothing while their agent goes on: from the first phase on a busy one says something at least once a
 * second. The first silence of each is noted, and its end.
 */
export class ThreadWatch {
  readonly #threads = new Map<WorkerStart['role'], WatchedThread>();
  readonly #note: (sentence: string) => void;
  #lookedAtUs: number | undefined;

  constructor(note: (sentence: string) => void) {
    this.#note = note;
  }

  /** A thread is told something. */
  onTold(role: WorkerStart['role'], message: ToWorker, nowUs: number): void {
    if (message.type !== 'phase' && message.type !== 'flood') return;
    const thread = this.#threads.get(role) ?? newThread();
    this.#threads.set(role, thread);
    thread.isBusy = true;
    thread.isTellingSeconds ||= message.type === 'flood';
    thread.heardAtUs = Math.max(nowUs, message.startUs);
  }

  /** A thread says something. */
  onSaid(role: WorkerStart['role'], { type }: FromWorker, nowUs: number): void {
    const thread = this.#threads.get(role);
    if (thread === undefined) return;
    if (thread.silence === 'noted') {
      thread.silence = 'over';
      this.#note(WORDS.threadIsBack(role, secondsOf(nowUs - thread.heardAtUs)));
    }
    thread.heardAtUs = Math.max(thread.heardAtUs, nowUs);
    if (type === 'phase-done') thread.isBusy = false;
    if (type === 'summary') this.forget(role);
  }

  /** A thread has ended, or is to end. */
  forget(role: WorkerStart['role']): void {
    this.#threads.delete(role);
  }

  /** Looks, several times a second. */
  look(nowUs: number): void {
    const wasHeldUp = this.#lookedAtUs !== undefined && nowUs - this.#lookedAtUs > HELD_UP_US;
    this.#lookedAtUs = nowUs;
    for (const [role, thread] of this.#threads) {
      if (wasHeldUp) thread.heardAtUs = Math.max(thread.heardAtUs, nowUs);
      const isDue = (thread.isBusy || thread.isTellingSeconds) && thread.silence === 'none';
      if (!isDue || nowUs - thread.heardAtUs <= SILENT_US) continue;
      thread.silence = 'noted';
      this.#note(WORDS.threadIsSilent(role, secondsOf(nowUs - thread.heardAtUs)));
    }
  }
}

function newThread(): WatchedThread {
  return { isBusy: false, isTellingSeconds: false, heardAtUs: 0, silence: 'none' };
}
