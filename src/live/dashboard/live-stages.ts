import { type Stage, seamsOf } from '../../core/stages.js';
import { deliveryOf, rawPercentileUs } from '../../metrics/latency-summary.js';
import type { Snapshot } from '../../metrics/snapshot.js';
import { StageTotals } from '../../metrics/stage-sums.js';
import type { PageStage } from '../../report/page/page-types.js';

/** A stage so far. */
interface LiveStage {
  readonly totals: StageTotals;
  readonly startMs: number;
  readonly lengthMs: number;
  /** Of `delivery`; undefined when more has come since. */
  percentiles: Pick<PageStage, 'p50Ms' | 'p99Ms'> | undefined;
}

/** The stages of a run that goes on: what was due in each, so far. */
export class LiveStages {
  readonly #stages: readonly LiveStage[];

  constructor(stages: readonly Pick<Stage, 'durationMs'>[]) {
    const seamsMs = seamsOf(stages);
    this.#stages = stages.map(({ durationMs }, index) => ({
      totals: new StageTotals(),
      startMs: seamsMs[index] ?? 0,
      lengthMs: durationMs,
      percentiles: undefined,
    }));
  }

  /** Adds what one worker has counted. */
  add({ workerIndex, stages }: Pick<Snapshot, 'workerIndex' | 'stages'>): void {
    for (const snapshot of stages) {
      const stage = this.#stages[snapshot.stage];
      if (stage === undefined) continue;
      stage.totals.addUp(workerIndex, snapshot);
      stage.percentiles = undefined;
    }
  }

  /** @param elapsedMs since the first began */
  page(elapsedMs: number): PageStage[] {
    return this.#stages.map((stage): PageStage => {
      const { totals, startMs, lengthMs } = stage;
      const durationMs = Math.max(0, Math.min(lengthMs, elapsedMs - startMs));
      const { sent, completed, received } = totals.counters;
      const perSecond = (count: number): number | null => (durationMs > 0 ? (count * 1000) / durationMs : null);
      stage.percentiles ??= percentilesOf(totals);
      return {
        durationMs,
        sentPerSecond: perSecond(sent),
        completedPerSecond: perSecond(completed),
        received,
        lost: null,
        ...stage.percentiles,
        recoveryMs: null,
        level: null,
      };
    });
  }
}

function percentilesOf({ latency }: StageTotals): Pick<PageStage, 'p50Ms' | 'p99Ms'> {
  const delivery = deliveryOf(latency.echo, latency.fanout);
  const [p50Us, p99Us] = [rawPercentileUs(delivery, 'p50'), rawPercentileUs(delivery, 'p99')];
  return { p50Ms: p50Us === undefined ? null : p50Us / 1000, p99Ms: p99Us === undefined ? null : p99Us / 1000 };
}
