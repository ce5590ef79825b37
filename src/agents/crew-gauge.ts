import type { GeneratorGauge } from '../engine/main/generator-gauge.js';
import type { MemoryInUse } from '../engine/main/memory.js';
import type { Member } from './member.js';
import type { AgentGauge } from './protocol.js';

/** What a load costs that agents make, by their last signs of life: all of them together, and the fullest machine's memory. */
export class CrewGauge implements GeneratorGauge {
  readonly #members: readonly Member[];

  constructor(members: readonly Member[]) {
    this.#members = members;
  }

  rssBytes(): number {
    return this.#sumOf(({ rssBytes }) => rssBytes);
  }

  inUse(): MemoryInUse {
    const shares = this.#members.map(({ gauge }) => gauge?.memoryShare ?? 0);
    return { rssBytes: this.rssBytes(), memoryShare: Math.max(0, ...shares) };
  }

  peakRssBytes(): number {
    return this.#sumOf(({ peakRssBytes }) => peakRssBytes);
  }

  cpuSeconds(): number {
    return this.#sumOf(({ cpuSeconds }) => cpuSeconds);
  }

  close(): void {
    // What it reads of comes by itself.
  }

  #sumOf(value: (gauge: AgentGauge) => number): number {
    return this.#members.reduce((sum, { gauge }) => sum + (gauge === undefined ? 0 : value(gauge)), 0);
  }
}
