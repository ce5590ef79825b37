import { inEnglish, message } from '../../core/language/words.js';
import { nowUs } from '../../core/clock.js';
import type { PhaseName } from '../../core/phases.js';
import type { RunPlan } from '../../core/plan.js';
import type { Collector } from '../../metrics/collector.js';
import type { WatchedServer } from '../../metrics/outcome-builder.js';
import { serverColumnsOf } from '../../metrics/server-samples.js';
import type { FinishedSecond } from '../../metrics/timeline.js';
import type { ServerSampler } from '../../sampling/server-sampler.js';
import type { Announcer } from './announcer.js';
import type { GeneratorGauge } from './generator-gauge.js';
import { liveViewOf } from './live-view.js';

/** After this many seconds without a single connection the target counts as lost. */
const TARGET_LOST_AFTER_SECONDS = 10;

/** Looks at a run once a second: tells its watchers how it stands, and notices when nobody is connected any more. */
export class SecondWatch {
  readonly #announcer: Announcer;
  readonly #plan: Pick<RunPlan, 'durationMs' | 'stages'>;
  readonly #sampler: ServerSampler | undefined;
  readonly #gauge: GeneratorGauge;
  /** When the first second began in which the server was looked at, and when the present flood. */
  #firstUs = 0;
  #floodUs = 0;
  /** Since when no connection has been open; undefined while there are some. */
  #aloneSinceUs: number | undefined;

  /** @param sampler looks at the server, if that is watched */
  constructor(
    announcer: Announcer,
    plan: Pick<RunPlan, 'durationMs' | 'stages'>,
    gauge: GeneratorGauge,
    sampler: ServerSampler | undefined,
  ) {
    this.#announcer = announcer;
    this.#plan = plan;
    this.#gauge = gauge;
    this.#sampler = sampler;
  }

  /** Every worker has reported a second. @returns how the target was lost, if it was */
  onSecond(counted: Collector, second: FinishedSecond, phase: PhaseName): string | undefined {
    const sample = this.#sampler?.latest;
    const seen = sample === undefined ? second : { ...second, row: { ...second.row, ...serverColumnsOf(sample) } };
    this.#announcer.second(liveViewOf(counted, seen, phase, this.#plan, this.#gauge.inUse()));
    if (phase !== 'flood' || counted.gauges.connectionsOpen + counted.gauges.usersAway > 0) {
      this.#aloneSinceUs = undefined;
      return undefined;
    }
    const now = nowUs();
    // The second that is over is the first one without a connection.
    this.#aloneSinceUs ??= now - 1e6;
    // Seconds are told a little sooner or later than they end.
    return Math.round((now - this.#aloneSinceUs) / 1e6) < TARGET_LOST_AFTER_SECONDS
      ? undefined
      : inEnglish(message('notice.target-lost.silent', { seconds: TARGET_LOST_AFTER_SECONDS }));
  }

  /** What was seen of the server in the present flood so far, by its seconds; undefined when it is not watched. */
  get server(): WatchedServer | undefined {
    const offset = (this.#floodUs - this.#firstUs) / 1e6;
    if (this.#sampler === undefined || offset === 0) return this.#sampler;
    const { watch, samples } = this.#sampler;
    // Looks go on in their own seconds: the first that counts is the one that began after the flood.
    const own = samples.filter(({ second }) => second >= offset);
    return { watch, samples: own.map((sample) => ({ ...sample, second: Math.floor(sample.second - offset) })) };
  }

  /** The server is looked at from now on, or goes on to be. @param startUs when the first second of a flood begins */
  beginSampling(startUs: number): void {
    if (this.#firstUs === 0) this.#firstUs = startUs;
    this.#floodUs = startUs;
    this.#sampler?.begin(startUs);
  }

  /** The server is no longer looked at. */
  async endSampling(): Promise<void> {
    await this.#sampler?.end();
  }

  /** Nothing more is looked at. */
  async close(): Promise<void> {
    await this.endSampling();
  }
}
