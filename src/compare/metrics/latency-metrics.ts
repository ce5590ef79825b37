import { gridUs } from '../../core/pacing.js';
import type { PercentileName } from '../../metrics/latency-summary.js';
import type { ReportedLatency } from '../../report/report-types.js';
import type { MeasuredRun } from '../measured-run.js';
import type { Knowledge } from '../statistics/interval.js';
import { knowledgeOf, percentileInterval } from '../statistics/percentile-interval.js';
import { type ComparedMetric, estimated } from './metric.js';
import { ownDelayMs } from './own-delay.js';

/** Percentiles of messages that are compared. */
const COMPARED_PERCENTILES = ['p50', 'p95', 'p99', 'p999'] as const satisfies readonly PercentileName[];

/** How a latency is compared. */
interface LatencyTraits {
  /** Is it counted from the intended send, and so has the schedule's grid inside? */
  readonly isResponseTime: boolean;
  /** The latency by whose seconds its dependence is known. */
  readonly likeness: 'echo' | 'fanout' | 'delivery';
}

const LATENCIES: Readonly<Record<ReportedLatency, LatencyTraits>> = {
  delivery: { isResponseTime: true, likeness: 'delivery' },
  echo: { isResponseTime: true, likeness: 'echo' },
  fanout: { isResponseTime: true, likeness: 'fanout' },
  serviceEcho: { isResponseTime: false, likeness: 'echo' },
  // The last copy of a message is one of its fan-out.
  lastReceiver: { isResponseTime: true, likeness: 'fanout' },
  // An acknowledgement goes the way of the sender's own copy.
  ack: { isResponseTime: true, likeness: 'echo' },
};

/** A twentieth: two runs of the same thing differ by more than chance within each would explain; docs/compare.md. */
const RUN_TO_RUN_SHARE = 0.05;

/** A timer's millisecond: what no two runs of Node agree on. */
const TIMER_STEP_MS = 1;

/** Every latency of messages at every percentile that is compared. */
export const LATENCY_METRICS: readonly ComparedMetric[] = (Object.keys(LATENCIES) as ReportedLatency[]).flatMap(
  (latency) => COMPARED_PERCENTILES.map((percentile) => latencyMetric(latency, percentile)),
);

function latencyMetric(latency: ReportedLatency, percentile: (typeof COMPARED_PERCENTILES)[number]): ComparedMetric {
  const value = ({ report }: MeasuredRun): number | null => report.latencyMs[latency][percentile];
  return estimated({
    name: `${percentile}(${latency})`,
    group: 'latency',
    family: percentile,
    unit: 'ms',
    better: 'lower',
    value,
    interval: (run, tail) =>
      percentileInterval(run.latency[latency], percentile, knowledgeOfLatency(run, latency, percentile), tail),
    floor: (base, current) =>
      Math.max(
        RUN_TO_RUN_SHARE * (value(base) ?? 0),
        [base, current].every(isForeign) ? 0 : Math.max(gridMs(latency, base), gridMs(latency, current)),
        ownDelayMs(base.report, percentile),
        ownDelayMs(current.report, percentile),
      ),
  });
}

/** Was it measured by another tool, whose grid and timers nobody knows? */
function isForeign({ log }: MeasuredRun): boolean {
  return log !== null && !log.isOwn;
}

function gridMs(latency: ReportedLatency, { report }: MeasuredRun): number {
  return LATENCIES[latency].isResponseTime ? gridUs(report.generator.pacing) / 1000 : TIMER_STEP_MS;
}

/** Latencies without seconds of their own are as dependent as the one that resembles them most. */
function knowledgeOfLatency(run: MeasuredRun, latency: ReportedLatency, percentile: PercentileName): Knowledge {
  const own = run.latency[latency];
  const like = run.latency[LATENCIES[latency].likeness];
  if (own === like || own.seconds.length > 0 || like.seconds.length === 0) return knowledgeOf(own, percentile);
  const { effectiveSamples, degrees } = knowledgeOf(like, percentile);
  const worth = effectiveSamples / Math.max(1, like.messages);
  return { effectiveSamples: Math.max(1, own.messages * Math.min(1, worth)), degrees };
}
