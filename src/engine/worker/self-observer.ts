import { type EventLoopUtilization, PerformanceObserver, performance } from 'node:perf_hooks';
import { nowUs } from '../../core/clock.js';
import { SystemFile } from '../../core/system-file.js';
import { BucketCounter } from '../../metrics/bucket-counter.js';
import type { SelfObservation } from '../../metrics/snapshot.js';
import { encodeCounts } from '../../metrics/sparse-counts.js';

/** How often the event loop is asked how late it is. */
const PROBE_INTERVAL_MS = 20;
/** CPU time of the calling thread, and its time in the queue for a processor, both in nanoseconds (Linux). */
const THREAD_STATISTICS = '/proc/thread-self/schedstat';

/** Watches the worker thread that it lives in: CPU, garbage collection, event loop, schedule. */
export class SelfObserver {
  /** Actual − intended send, for the messages whose socket took them at once. */
  readonly scheduleSlip = new BucketCounter();
  readonly #eventLoopDelay = new BucketCounter();
  readonly #gc: PerformanceObserver;
  readonly #probe: NodeJS.Timeout;
  #gcMs = 0;
  #probedAtUs = nowUs();
  #takenAtUs = nowUs();
  readonly #statistics = new SystemFile(THREAD_STATISTICS);
  #times = this.#threadTimes();
  #utilization: EventLoopUtilization = performance.eventLoopUtilization();

  constructor() {
    this.#gc = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) this.#gcMs += entry.duration;
    });
    this.#gc.observe({ entryTypes: ['gc'] });
    this.#probe = setInterval(() => {
      const now = nowUs();
      this.#eventLoopDelay.record(Math.max(0, now - this.#probedAtUs - PROBE_INTERVAL_MS * 1000));
      this.#probedAtUs = now;
    }, PROBE_INTERVAL_MS);
    this.#probe.unref();
  }

  /** What was seen since the last call. */
  take(): SelfObservation {
    const now = nowUs();
    const elapsedUs = Math.max(1, now - this.#takenAtUs);
    const observation = {
      observedMs: elapsedUs / 1000,
      ...this.#takeCpuShares(elapsedUs),
      gcShare: (this.#gcMs * 1000) / elapsedUs,
      eventLoopDelay: encodeCounts(this.#eventLoopDelay),
      scheduleSlip: encodeCounts(this.scheduleSlip),
    };
    this.#takenAtUs = now;
    this.#gcMs = 0;
    this.#eventLoopDelay.reset();
    this.scheduleSlip.reset();
    return observation;
  }

  close(): void {
    this.#gc.disconnect();
    clearInterval(this.#probe);
    this.#statistics.close();
  }

  /** Where the system does not tell, the event loop's busy share stands for the CPU's. */
  #takeCpuShares(elapsedUs: number): Pick<SelfObservation, 'cpuShare' | 'cpuWaitShare'> {
    const [before, now] = [this.#times, this.#threadTimes()];
    if (before !== undefined && now !== undefined) {
      this.#times = now;
      const share = (ns: number): number => ns / 1000 / elapsedUs;
      return { cpuShare: share(now.cpuNs - before.cpuNs), cpuWaitShare: share(now.waitNs - before.waitNs) };
    }
    const utilization = this.#utilization;
    this.#utilization = performance.eventLoopUtilization();
    const cpuShare = performance.eventLoopUtilization(this.#utilization, utilization).utilization;
    return { cpuShare, cpuWaitShare: 0 };
  }

  #threadTimes(): { readonly cpuNs: number; readonly waitNs: number } | undefined {
    const [cpuNs, waitNs] = this.#statistics.read()?.split(' ').map(Number) ?? [];
    return cpuNs === undefined || waitNs === undefined ? undefined : { cpuNs, waitNs };
  }
}
