/*
 * Loaded into the command and its threads before anything else (`NODE_OPTIONS=--import …`). Does to one of them what
 * `TEST_FAULT` says, as soon as there is a file where `TEST_FAULT_WHEN` says.
 */
import { existsSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { isMainThread, workerData } from 'node:worker_threads';
import { type FaultInside, TAKEN } from './faults-inside.js';

const LOOK_EVERY_MS = 10;
/** Longer than an agent's thread may be silent without a word about it. */
const HELD_UP_MS = 4500;
/** Enough for a probe of the target, and for less than two worker threads, each of which takes five. */
const DESCRIPTORS_LEFT = 8;

const role = isMainThread ? undefined : (workerData as { readonly role?: unknown } | null)?.role;
const isFirstWorker = role === 0;

/** Opens files until next to no descriptor is left. */
function takeDescriptors(): void {
  const limit = Number(process.env['TEST_DESCRIPTORS']);
  let highest = 0;
  while (highest < limit - DESCRIPTORS_LEFT - 1) highest = openSync(devNull, 'r');
  process.stderr.write(`${TAKEN}\n`);
}

function shortage(): Error {
  return Object.assign(new Error('EMFILE: too many open files, open'), { code: 'EMFILE' });
}

const FAULTS: Readonly<Record<FaultInside, { readonly isHere: boolean; readonly strike: () => void }>> = {
  'a worker thread ends': { isHere: isFirstWorker, strike: () => process.exit(7) },
  'a worker thread throws': {
    isHere: isFirstWorker,
    strike: () => {
      throw new Error('thrown by the test');
    },
  },
  'a worker thread is held up, and ends later': {
    isHere: isFirstWorker,
    strike: () => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, HELD_UP_MS);
      setTimeout(() => process.exit(7), HELD_UP_MS / 3);
    },
  },
  'the observers’ thread ends': { isHere: role === 'canary', strike: () => process.exit(7) },
  'a worker thread runs out of descriptors': {
    isHere: isFirstWorker,
    strike: () => {
      throw shortage();
    },
  },
  'a library runs out of descriptors': {
    isHere: isMainThread,
    strike: () => {
      throw shortage();
    },
  },
  'descriptors are taken before the threads are started': { isHere: isMainThread, strike: takeDescriptors },
};

const { isHere, strike } = FAULTS[process.env['TEST_FAULT'] as FaultInside];
const when = process.env['TEST_FAULT_WHEN'] ?? '';
if (isHere) {
  const timer = setInterval(() => {
    if (!existsSync(when)) return;
    clearInterval(timer);
    strike();
  }, LOOK_EVERY_MS);
  timer.unref();
}
