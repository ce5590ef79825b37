import { type MemoryInUse, MemoryMeter } from './memory.js';

/** Measures what a run costs this process: memory and CPU time. */
export class ProcessMeter {
  readonly #memory = new MemoryMeter();
  #rssBeforeBytes = 0;
  #growthBytes = 0;
  #cpuBefore: NodeJS.CpuUsage | undefined;
  #cpuSeconds = 0;

  memoryInUse(): MemoryInUse {
    return this.#memory.inUse();
  }

  /** Connections are about to be opened. */
  beginConnecting(): void {
    this.#rssBeforeBytes = this.#memory.rssBytes();
  }

  /** They are open. */
  endConnecting(): void {
    this.#growthBytes = this.#memory.rssBytes() - this.#rssBeforeBytes;
  }

  /** By how much the process grew while connections were opened, bytes; it may have shrunk. */
  get connectGrowthBytes(): number {
    return this.#growthBytes;
  }

  /** The flood begins. */
  beginFlood(): void {
    this.#cpuBefore = process.cpuUsage();
  }

  /** Flood and drain are over; only the first call counts. */
  endFlood(): void {
    if (this.#cpuBefore === undefined) return;
    const { user, system } = process.cpuUsage(this.#cpuBefore);
    this.#cpuSeconds = (user + system) / 1e6;
    this.#cpuBefore = undefined;
  }

  /** CPU time of the whole process during flood and drain, seconds. */
  get cpuSeconds(): number {
    return this.#cpuSeconds;
  }

  /** The most resident memory that the process ever had, bytes. */
  get peakRssBytes(): number {
    return process.resourceUsage().maxRSS * 1024;
  }

  close(): void {
    this.#memory.close();
  }
}
