import { open, rm } from 'node:fs/promises';
import { nowUs, sleep } from './clock.js';
import { systemCodeOf } from './errors.js';

/** Whoever holds a lock for so long was killed: what is done under one takes milliseconds. */
const ABANDONED_AFTER_MS = 5000;
const LOOK_EVERY_MS = 20;

/**
 * Reads, changes and writes a file while no other process of ours does: whoever comes meanwhile waits for `<path>.lock` to go. A lock that nobody
 * gives back is taken over.
 * @throws the system's error when there can be no lock beside the file; whatever `change` throws
 */
export async function whileLocked<Result>(path: string, change: () => Promise<Result>): Promise<Result> {
  const lock = `${path}.lock`;
  const abandonedUs = nowUs() + ABANDONED_AFTER_MS * 1000;
  while (!(await take(lock))) {
    if (nowUs() > abandonedUs) await rm(lock, { force: true });
    else await sleep(LOOK_EVERY_MS);
  }
  try {
    return await change();
  } finally {
    await rm(lock, { force: true });
  }
}

/** @returns whether it was free */
async function take(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx')).close();
    return true;
  } catch (thrown) {
    if (systemCodeOf(thrown) !== 'EEXIST') throw thrown;
    return false;
  }
}
