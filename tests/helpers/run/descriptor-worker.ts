/*
 * A process of its own that uses up all of its file descriptors, whose number is its first argument, and prints what can be done
 * without one. The second argument is a folder that it may write to.
 */
import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { nowUs } from '#dist/core/clock.js';
import { DescriptorReserve } from '#dist/core/descriptors.js';
import { systemCodeOf } from '#dist/core/errors.js';
import { MemoryMeter } from '#dist/engine/main/memory.js';
import { SelfObserver } from '#dist/engine/worker/self-observer.js';
import { writeTexts } from '#dist/report/output.js';

/** Some of the kernel's ticks. */
const BUSY_US = 100_000;

/** What the process found. */
export interface WithoutDescriptors {
  /** What Node says when it is asked for the memory of the process. */
  readonly nodeSays: string | undefined;
  readonly rssBytes: number;
  readonly memoryShare: number;
  readonly cpuShare: number;
  /** Of {@link PUT_ASIDE}, how many files could be opened when they were given back. */
  readonly openedOfReserve: number;
  /** Of a text that was to be written while there was no descriptor, which came back a little later. */
  readonly failures: readonly unknown[];
}

const PUT_ASIDE = 4;
const COME_BACK_AFTER_MS = 400;

const [, , limit = '', folder = ''] = process.argv;

/** Opens files until there is no descriptor left. */
function takeAll(): number[] {
  const taken: number[] = [];
  try {
    while (taken.length < Number(limit)) taken.push(openSync(devNull, 'r'));
  } catch (thrown) {
    if (systemCodeOf(thrown) !== 'EMFILE') throw thrown;
  }
  return taken;
}

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (thrown) {
    return systemCodeOf(thrown);
  }
}

const meter = new MemoryMeter();
const observer = new SelfObserver();
const reserve = new DescriptorReserve(PUT_ASIDE);
const taken = takeAll();
const nodeSays = codeOf(() => process.memoryUsage.rss());
const { rssBytes, memoryShare } = meter.inUse();
// The kernel accounts for CPU time from tick to tick.
const busyUntilUs = nowUs() + BUSY_US;
while (nowUs() < busyUntilUs);
const { cpuShare } = observer.take();
observer.close();
setTimeout(() => taken.splice(0, 2).forEach(closeSync), COME_BACK_AFTER_MS);
const outputs = [{ path: join(folder, 'late.txt'), render: () => 'here after all' }];
const failures = await writeTexts(outputs, () => Promise.resolve());
takeAll();
reserve.release();
const found: WithoutDescriptors = {
  nodeSays,
  rssBytes,
  memoryShare,
  cpuShare,
  openedOfReserve: takeAll().length,
  failures,
};
console.log(JSON.stringify(found));
process.exit(0);
