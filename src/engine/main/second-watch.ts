import { nowUs } from '../../core/clock.js';
import type { PhaseName } from '../../core/phases.js';
import type { RunPlan } from '../../core/plan.js';
import type { Collector } from '../../metrics/collector.js';
import type { FinishedSecond } from '../../metrics/timeline.js';
import type { Announcer } from './announcer.js';
import { liveViewOf } from './live-view.js';
import { MemoryMeter } from './memory.js';

/** After this many seconds without a single connection the target counts as lost. */
const TARGET_LOST_AFTER_SECONDS = 10;

/** Looks at a run once a second: tells its watchers how it stands, and notices when nobody is connected any more. */
export class SecondWatch {
  readonly #announcer: Announcer;
  readonly #plan: Pick<RunPlan, 'durationMs' | 'stages'>;
  readonly #memory = new MemoryMeter();
  /** Since when no connection has been open; undefined while there are some. */
  #aloneSinceUs: number | undefined;

  constructor(announcer: Announcer, plan: Pick<RunPlan, 'durationMs' | 'stages'>) {
    this.#announcer = announcer;
    this.#plan = plan;
  }

  /** Memory of this process that is in use. */
  rssBytes(): number {
    return this.#memory.rssBytes();
  }

  /** Every worker has reported a second. @returns how the target was lost, if it was */
  onSecond(counted: Collector, second: FinishedSecond, phase: PhaseName): string | undefined {
    this.#announcer.second(liveViewOf(counted, second, phase, this.#plan, this.#memory.inUse()));
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

  /** Nothing more is looked at. */
  close(): void {
    this.#memory.close();
  }
}
