import { Worker } from 'node:worker_threads';
import { messageOf } from '../../core/errors.js';
import { AlarmBoard, createAlarmMemory } from '../pacing/alarm-board.js';
import type { PacerStart } from '../pacing/pacer.js';
import { PACER_ENTRY } from '../worker-port.js';

/** It keeps next to nothing. */
const HEAP_MB = 8;

/** What wakes the threads of a run at instants. */
export interface Pacer {
  /** Of the alarms, a place each. */
  readonly memory: SharedArrayBuffer;
  /** Does it still wake anybody? */
  readonly isAlive: boolean;
  /** Ends it; who asked to be woken is woken. May be called again. */
  end(): Promise<void>;
}

/**
 * Starts a pacer in a thread of its own.
 * @param slots how many threads it may be asked by
 * @param onDeath it ended of this without having been asked to; everybody has been woken, and has timers of its own
 */
export function startPacer(slots: number, onDeath: (cause: Error) => void): Pacer {
  const memory = createAlarmMemory(slots);
  const board = new AlarmBoard(memory, slots);
  const thread = new Worker(PACER_ENTRY, {
    workerData: { memory, slots } satisfies PacerStart,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 1 },
  });
  // It sleeps until it is told to end: nobody waits for that.
  thread.unref();
  const died = (cause: Error): void => {
    if (board.hasEnded) return;
    board.end();
    onDeath(cause);
  };
  thread.on('error', (thrown) => died(thrown instanceof Error ? thrown : new Error(messageOf(thrown))));
  thread.once('exit', (code) => died(new Error(`it ended with code ${code}`)));
  return {
    memory,
    get isAlive() {
      return !board.hasEnded;
    },
    end: async () => {
      board.end();
      await thread.terminate();
    },
  };
}
