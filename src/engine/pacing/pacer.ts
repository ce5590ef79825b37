import { workerData } from 'node:worker_threads';
import { nowUs } from '../../core/clock.js';
import { AlarmBoard } from './alarm-board.js';

/** What the thread of a pacer is given. */
export interface PacerStart {
  readonly memory: SharedArrayBuffer;
  readonly slots: number;
}

/** Entry of the thread that wakes the others: it sleeps in one call after the other, and has no event loop. */
const { memory, slots } = workerData as PacerStart;
new AlarmBoard(memory, slots).keep(nowUs);
