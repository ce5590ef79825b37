import { isoOf } from '../../core/clock.js';
import { type Problem, UsageError } from '../../core/errors.js';
import { LATENCIES_SCHEMA } from '../../core/schema-names.js';
import { encodeHistogram, encodeSparseHistogram } from '../../metrics/hdr-encoding.js';
import { type LatencySummary, summarise } from '../../metrics/latency-summary.js';
import { decodeCounts } from '../../metrics/sparse-counts.js';
import type { ToolInfo } from '../report-types.js';
import { durationMsOf, type LatencyLog, mergeIntervals, sumsOfTag, tagsOf, UNTAGGED } from './latency-log.js';
import { logText } from './write-hlog.js';

/** Logs that were put together. */
export interface MergedLogs extends Pick<LatencyLog, 'intervals' | 'isDated'> {
  readonly logs: readonly LatencyLog[];
}

/** What is said of the samples of a tag. */
export interface TagSummary {
  /** null for lines without one. */
  readonly tag: string | null;
  readonly samples: number;
  readonly samplesPerSecond: number | null;
  readonly latencyMs: LatencySummary;
  /** HdrHistogram V2 compressed, base64, integer microseconds. */
  readonly histogram: string;
}

/**
 * Several logs as one: histograms are put together by tag and time, nothing is averaged, no line is lost.
 * @throws UsageError when they have no common time, or hold the same
 */
export function mergeLogs(logs: readonly LatencyLog[]): MergedLogs {
  const problems = logs.flatMap((log, index): Problem[] => {
    const same = logs.slice(0, index).find((other) => isSame(log, other));
    return same === undefined
      ? []
      : [{ where: log.file, message: `holds the same as ${same.file}, and would count twice` }];
  });
  if (problems.length > 0) throw new UsageError(problems);
  return { logs, intervals: mergeIntervals(logs), isDated: logs.every(({ isDated }) => isDated) };
}

function isSame(one: LatencyLog, other: LatencyLog): boolean {
  return (
    one.intervals.length === other.intervals.length &&
    one.intervals.every(({ tag, startMs, lengthMs, counts }, index) => {
      const beside = other.intervals[index];
      if (beside === undefined || beside.tag !== tag) return false;
      return beside.startMs === startMs && beside.lengthMs === lengthMs && Buffer.compare(beside.counts, counts) === 0;
    })
  );
}

/** What the samples of each tag say. */
export function tagSummaries(merged: MergedLogs): TagSummary[] {
  return tagsOf(merged).map((tag) => {
    const { counter, samples, perSecond } = sumsOfTag(merged, tag);
    const histogram = encodeHistogram(counter);
    const latencyMs = summarise(counter);
    return { tag: tag === UNTAGGED ? null : tag, samples, samplesPerSecond: perSecond, latencyMs, histogram };
  });
}

/** As a log again. */
export function mergedLogText({ logs, intervals, isDated }: MergedLogs, tool: ToolInfo): string {
  const zeroMs = isDated ? (intervals[0]?.startMs ?? 0) : 0;
  const rows = intervals.map(({ tag, startMs, lengthMs, counts }) => ({
    tag,
    startS: (startMs - zeroMs) / 1000,
    lengthS: lengthMs / 1000,
    counter: decodeCounts(counts),
    histogram: encodeSparseHistogram(counts),
  }));
  return logText(
    { isOwn: logs.every(({ isOwn }) => isOwn), maker: tool, zeroAt: isDated ? isoOf(zeroMs) : null },
    rows,
  );
}

/** As JSON; what reports tell beside latencies is null, since logs do not. */
export function mergedLogJson(merged: MergedLogs, tool: ToolInfo): string {
  const [first] = merged.intervals;
  const document = {
    schema: LATENCIES_SCHEMA,
    tool,
    logs: merged.logs.map(({ file, unit, unitFrom, notes }) => ({ file, unit, unitFrom, notes })),
    startedAt: merged.isDated && first !== undefined ? isoOf(first.startMs) : null,
    durationMs: durationMsOf(merged),
    latencies: tagSummaries(merged),
    messages: null,
    deliveries: null,
    errors: null,
    connections: null,
    generator: null,
    verdict: null,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
