import { nowUs, sleep } from '../../core/clock.js';
import { ProcessGauge } from '../../sampling/process-gauge.js';
import type { Gathering } from '../evidence.js';

const LOOK_EVERY_MS = 500;

/** Reads the resident memory of the server's process, whichever that is at the moment, until `signal` aborts. Never rejects. */
export async function watchMemory(
  pidNow: () => number | undefined,
  evidence: Pick<Gathering, 'memory'>,
  signal: AbortSignal,
): Promise<void> {
  let gauge: ProcessGauge | undefined;
  let watched: number | undefined;
  while (!signal.aborted) {
    const pid = pidNow();
    if (pid !== watched) {
      gauge?.close();
      gauge = pid === undefined ? undefined : new ProcessGauge(pid);
      watched = pid;
    }
    const read = await gauge?.read();
    const rssBytes = read !== undefined && 'reading' in read ? read.reading.rss : null;
    if (rssBytes !== null) evidence.memory.push({ atUs: nowUs(), rssBytes });
    await sleep(LOOK_EVERY_MS, signal);
  }
  gauge?.close();
}
