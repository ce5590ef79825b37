import { nowUs } from '../../core/clock.js';
import type { PhaseName } from '../../core/phases.js';
import type { RunPlan } from '../../core/plan.js';
import type { Collector } from '../../metrics/collector.js';
import type { WatchedServer } from '../../metrics/outcome-builder.js';
import { serverColumnsOf } from '../../metrics/server-samples.js';
import type { FinishedSecond } from '../../metrics/timeline.js';
import type { ServerSampler } from '../../sampling/server-sampler.js';
import type { Announcer } from './announcer.js';
import { liveViewOf } from './live-view.js';
import { MemoryMeter } from './memory.js';

/** After this many seconds without a single connection the target counts as lost. */
const TARGET_LOST_AFTER_SECONDS = 10;

/** Looks at a run once a second: tells its watchers how it stands, and notices when nobody is connected any more. */
export class SecondWatch {
  readonly #announcer: Announcer;
  readonly #plan: Pick<RunPlan, 'durationMs' | 'stages'>;
  readonly #sampler: ServerSampler | undefined;
  readonly #memory = new MemoryMeter();
  /** Since when no connection has been open; undefined while there are some. */
  #aloneSinceUs: number | undefined;

  /** @param sampler looks at the server, if that is watched */
  constructor(announcer: Announcer, plan: Pick<RunPlan, 'durationMs' | 'stages'>, sampler: ServerSampler | undefined) {
    this.#announcer = announcer;
    this.#plan = plan;
    this.#sampler = sampler;
  }

  /** Memory of this process that is in use. */
  rssBytes(): number {
    return this.#memory.rssBytes();
  }

  /** Every worker has reported a second. @returns how the target was lost, if it was */
  onSecond(counted: Collector, second: FinishedSecond, phase: PhaseName): string | undefined {
    const sample = this.#sampler?.latest;
    const seen = sample === undefined ? second : { ...second, row: { ...second.row, ...serverColumnsOf(sample) } };
    this.#announcer.second(liveViewOf(counted, seen, phase, this.#plan, this.#memory.inUse()));
    if (phase !== 'flood' || counted.gauges.connectionsOpen > 0) {
      this.#aloneSinceUs = undefined;
      return undefined;
    }
    const now = nowUs();
    // The second that is over is the first one without a connection.
    this.#aloneSinceUs ??= now - 1e6;
    // Seconds are told a little sooner or later than they end.
    return Math.round((now - this.#aloneSinceUs) / 1e6) < TARGET_LOST_AFTER_SECONDS
      ? undefined
      : `no connection for ${TARGET_LOST_AFTER_SECONDS} seconds, and none came back`;
  }

  /** What was seen of the server so far; undefined when it is not watched. */
  get server(): WatchedServer | undefined {
    return this.#sampler;
  }

  /** The server is looked at from now on. @param startUs when the first second begins */
  beginSampling(startUs: number): void {
    this.#sampler?.begin(startUs);
  }

  /** The server is no longer looked at. */
  async endSampling(): Promise<void> {
    await this.#sampler?.end();
  }

  /** Nothing more is looked at. */
  async close(): Promise<void> {
    this.#memory.close();
    await this.endSampling();
  }
}
