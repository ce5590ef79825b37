import { isoOf } from '../core/clock.js';
import { BucketCounter } from '../metrics/bucket-counter.js';
import { coarsened } from '../metrics/coarse-counts.js';
import { summarise } from '../metrics/latency-summary.js';
import { emptyOutcome } from '../metrics/outcome-builder.js';
import { decodeCounts, encodeCounts } from '../metrics/sparse-counts.js';
import { buildReport, type ReportContext } from '../report/build-report.js';
import { type LatencyLog, startedAtOf, sumsOfTag, type TagSums, UNTAGGED } from '../report/hlog/latency-log.js';
import { type MeasuredRun, measuredRunOf } from './measured-run.js';
import type { Samples } from './statistics/percentile-interval.js';

/** Which of a log's tags are which latencies: those of our own logs. */
const TAGS = { delivery: UNTAGGED, echo: 'echo', fanout: 'fanout' } as const;

/** Nothing is known of how the latencies of a log came about. */
const NOTHING: ReportContext = {
  tool: { name: '', version: '' },
  host: { node: '', platform: '', arch: '', cpus: 0, memoryBytes: 0 },
  runId: '',
  preset: null,
  seed: 0,
  target: '',
  dialect: '',
  command: '',
  plan: { users: 0, rooms: 0, roomSize: null, durationMs: 0, rate: 0, workers: 0, deliveriesPerSecond: null },
  thresholds: [],
  alerts: [],
};

/**
 * A log as comparisons take it: the report of a run that measured latencies alone, so that every other number is as absent as where a run
 * did not measure it. That report goes nowhere else.
 * @param log whose tags are {@link TAGS}; others are left out
 */
export function measuredLogOf(log: LatencyLog): MeasuredRun {
  const startedAt = startedAtOf(log) ?? isoOf(0);
  const empty = measuredRunOf(buildReport(emptyOutcome({ target: '', users: 0 }, startedAt), NOTHING));
  const sums = {
    delivery: sumsOfTag(log, TAGS.delivery),
    echo: sumsOfTag(log, TAGS.echo),
    fanout: sumsOfTag(log, TAGS.fanout),
  };
  const latency = {
    ...empty.latency,
    delivery: samplesOf(sums.delivery),
    echo: samplesOf(sums.echo),
    fanout: samplesOf(sums.fanout),
  };
  const { delivery, echo, fanout } = latency;
  const latencyMs = {
    ...empty.report.latencyMs,
    delivery: delivery.summary,
    echo: echo.summary,
    fanout: fanout.summary,
  };
  const { samples, perSecond } = sums.delivery;
  return {
    report: { ...empty.report, latencyMs },
    latency,
    stages: new Map(),
    log: { samples, perSecond, isOwn: log.isOwn, notes: log.notes },
  };
}

/** A sample of a log is taken for a message of its own: what came together it does not tell. */
function samplesOf({ counter, samples, stretches }: TagSums): Samples {
  const coarse = new BucketCounter();
  return {
    summary: summarise(counter),
    counter,
    // Percentiles of a stretch are looked for to 2 significant digits, as reports have them.
    seconds: stretches.map((counts) => [encodeCounts(coarsened(decodeCounts(counts), coarse))]),
    messages: samples,
  };
}
