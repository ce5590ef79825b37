import { nowUs } from '../../core/clock.js';
import type { GeneratorGauge } from './generator-gauge.js';
import { floodLengthMs } from './phase-sums.js';

/** What the main thread knows of the flood: while it goes on, too, since a run may be abandoned at any time. */
export class FloodRecord {
  /** When the schedule began, on the machine's monotonic clock. */
  readonly startUs: number;
  /** Connections that were open when the last message had been sent. */
  openAtEnd = 0;
  readonly #plannedMs: number;
  readonly #gauge: GeneratorGauge;
  readonly #cpuBeforeSeconds: number;
  #lengthMs: number | undefined;
  #cpuSeconds: number | undefined;

  /** @param plannedMs how long it is to last */
  constructor(startUs: number, plannedMs: number, gauge: GeneratorGauge) {
    this.startUs = startUs;
    this.#plannedMs = plannedMs;
    this.#gauge = gauge;
    this.#cpuBeforeSeconds = gauge.cpuSeconds();
  }

  /** The last message has been sent. */
  end(openAtEnd: number): void {
    this.#lengthMs = floodLengthMs(Math.max(0, nowUs() - this.startUs) / 1000, this.#plannedMs);
    this.openAtEnd = openAtEnd;
  }

  /** The last copy has been waited for: what the generator computes from here on is not the load's. */
  endCpu(): void {
    this.#cpuSeconds ??= this.#cpuSoFar();
  }

  /** How long messages were sent; until now where the end has not come. */
  get lengthMs(): number {
    return this.#lengthMs ?? Math.max(0, Math.min(this.#plannedMs, (nowUs() - this.startUs) / 1000));
  }

  /** CPU of the whole generator from the beginning of the flood to the end of the drain, or until now. */
  get cpuSeconds(): number {
    return this.#cpuSeconds ?? this.#cpuSoFar();
  }

  #cpuSoFar(): number {
    return this.#gauge.cpuSeconds() - this.#cpuBeforeSeconds;
  }
}
