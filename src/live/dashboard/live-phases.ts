import type { PhaseName } from '../../core/phases.js';
import { summarise } from '../../metrics/latency-summary.js';
import type { PhaseProgress } from '../../metrics/run-events.js';
import { decodeCounts, type SparseCounts } from '../../metrics/sparse-counts.js';
import type { PagePhase } from '../../report/page/page-types.js';

/** The phases that have begun, on one line of time: each begins where the one before has ended. */
export class LivePhases {
  readonly #ended: PagePhase[] = [];
  #current: PagePhase | undefined;

  /** The phase that goes on. */
  get current(): PagePhase | undefined {
    return this.#current;
  }

  get list(): PagePhase[] {
    return this.#current === undefined ? [...this.#ended] : [...this.#ended, this.#current];
  }

  /** @param announced operations, or the milliseconds of the flood */
  begin(name: PhaseName, announced: number): void {
    const last = this.#ended.at(-1);
    const startMs = last === undefined ? 0 : last.startMs + (last.durationMs ?? 0);
    const nothing = {
      attempted: 0,
      succeeded: 0,
      failed: 0,
      ratePerSecond: null,
      p50Ms: null,
      p99Ms: null,
      maxMs: null,
    };
    const total = name === 'flood' || name === 'drain' ? 0 : announced;
    this.#current = { name, startMs, durationMs: null, total, ...nothing };
  }

  /** How far the phase is that goes on. */
  progress({ attempted, succeeded, failed }: Omit<PhaseProgress, 'phase' | 'total'>): void {
    if (this.#current !== undefined) this.#current = { ...this.#current, attempted, succeeded, failed };
  }

  end(progress: PhaseProgress, durationMs: number, latency: SparseCounts): void {
    this.progress(progress);
    if (this.#current === undefined) return;
    const { p50, p99, max } = summarise(decodeCounts(latency));
    const ratePerSecond = durationMs > 0 ? (progress.succeeded * 1000) / durationMs : 0;
    const { attempted: total } = progress;
    this.#ended.push({ ...this.#current, durationMs, total, ratePerSecond, p50Ms: p50, p99Ms: p99, maxMs: max });
    this.#current = undefined;
  }
}
