import { type MemoryInUse, MemoryMeter } from './memory.js';

/** What the generator costs, wherever its workers live. */
export interface GeneratorGauge {
  /** Resident memory of its processes, bytes. */
  rssBytes(): number;
  /** The same beside the share of the fullest machine's memory. */
  inUse(): MemoryInUse;
  /** The most that its processes ever had resident, bytes. */
  peakRssBytes(): number;
  /** CPU time of its processes so far, seconds. */
  cpuSeconds(): number;
  /** Nothing more is asked. */
  close(): void;
}

/** This process, which is the whole generator where its workers are threads. */
export class OwnGauge implements GeneratorGauge {
  readonly #memory = new MemoryMeter();

  rssBytes(): number {
    return this.#memory.rssBytes();
  }

  inUse(): MemoryInUse {
    return this.#memory.inUse();
  }

  peakRssBytes(): number {
    return process.resourceUsage().maxRSS * 1024;
  }

  cpuSeconds(): number {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  }

  close(): void {
    this.#memory.close();
  }
}
