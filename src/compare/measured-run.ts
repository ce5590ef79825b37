import { BucketCounter } from '../metrics/bucket-counter.js';
import { decodeHistogram, decodeSparseHistogram } from '../metrics/hdr-encoding.js';
import { deliveryOf } from '../metrics/latency-summary.js';
import { encodeCounts, type SparseCounts } from '../metrics/sparse-counts.js';
import type { Report, ReportedLatency } from '../report/report-types.js';
import { measuredReportOf, stageReportOf } from './measured-report.js';
import type { Samples } from './statistics/percentile-interval.js';

/** A report, its histograms decoded. */
export interface MeasuredRun {
  readonly report: Report;
  readonly latency: Readonly<Record<ReportedLatency, Samples>>;
  /** Its measured stages by their names, each as a run of its own; empty without stages. */
  readonly stages: ReadonlyMap<string, MeasuredRun>;
  /** Of a log of latencies, whose report says of everything else that it was not measured. */
  readonly log: MeasuredLog | null;
}

/** What only a log tells. */
export interface MeasuredLog {
  readonly samples: number;
  readonly perSecond: number | null;
  /** Do its latencies have the grid of our schedule inside? */
  readonly isOwn: boolean;
  readonly notes: readonly string[];
}

/** Decodes what comparisons need of a report that was read and checked; what was due in unmeasured stages is left out. */
export function measuredRunOf(whole: Report): MeasuredRun {
  const measured = whole.stages.filter((stage) => stage.measured && stage.durationMs > 0);
  const stages = new Map(measured.map((stage) => [stage.name, decodedRun(stageReportOf(whole, stage), new Map())]));
  return decodedRun(measuredReportOf(whole), stages);
}

function decodedRun(report: Report, stages: MeasuredRun['stages']): MeasuredRun {
  const { latencyMs, messages, histograms, intervals } = report;
  const echo = decoded(histograms.echo);
  const fanout = decoded(histograms.fanout);
  const seconds = intervals.map((second) => ({ echo: sparse(second.echo), fanout: sparse(second.fanout) }));
  const latency = (name: ReportedLatency, counter: BucketCounter, ofSeconds: Samples['seconds']): Samples => ({
    summary: latencyMs[name],
    counter,
    seconds: ofSeconds,
    messages: Math.min(latencyMs[name].count, name === 'ack' ? messages.sent : messages.completed),
  });
  return {
    report,
    log: null,
    stages,
    latency: {
      echo: latency(
        'echo',
        echo,
        seconds.map((second) => [second.echo]),
      ),
      fanout: latency(
        'fanout',
        fanout,
        seconds.map((second) => [second.fanout]),
      ),
      delivery: latency(
        'delivery',
        deliveryOf(echo, fanout),
        seconds.map((second) => [second.echo, second.fanout]),
      ),
      serviceEcho: latency('serviceEcho', decoded(histograms.serviceEcho), []),
      lastReceiver: latency('lastReceiver', decoded(histograms.lastReceiver), []),
      ack: latency('ack', decoded(histograms.ack), []),
    },
  };
}

/** The counter of a histogram, which was checked when its report was read. */
export function decoded(histogram: string): BucketCounter {
  return decodeHistogram(histogram) ?? new BucketCounter();
}

function sparse(histogram: string): SparseCounts {
  return decodeSparseHistogram(histogram) ?? encodeCounts(new BucketCounter());
}
