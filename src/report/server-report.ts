import type { ServerMetric } from '../core/server-watch.js';
import { growthOf, keepsGrowing, type SecondValue } from '../judgement/growth.js';
import { serverValues } from '../judgement/server-values.js';
import type { RunOutcome } from '../metrics/run-outcome.js';
import type { ServerOutcome } from '../metrics/server-samples.js';
import type { ServerCourse, ServerReport } from './report-types.js';

/** What was seen of the server; null when nobody watched it. @param measured the same without stages that are not measured */
export function serverReport({ server }: RunOutcome, measured: RunOutcome): ServerReport | null {
  if (server === null) return null;
  const course = (name: ServerMetric): ServerCourse => courseOfValues(serverValues(measured, name));
  const { pid, url, series, samples } = server;
  return {
    pid,
    url,
    cpuShare: course('cpu'),
    rssBytes: course('rss'),
    threads: course('threads'),
    descriptors: course('descriptors'),
    lagMs: course('lag'),
    memoryKeepsGrowing: keepsGrowing(serverValues(measured, 'rss')),
    series: series.map(({ name, metric }) => ({ name, metric, ...courseOfValues(serverValues(measured, name)) })),
    samples: samples.map(({ second, values }) => ({ second, values: [...values] })),
  };
}

/** The server of a report, as it was measured. */
export function serverOutcomeOfReport(report: ServerReport | null): ServerOutcome | null {
  if (report === null) return null;
  const { pid, url, samples } = report;
  return { pid, url, series: report.series.map(({ name, metric }) => ({ name, metric })), samples };
}

function courseOfValues(values: readonly SecondValue[]): ServerCourse {
  const numbers = values.map(({ value }) => value);
  const count = numbers.length;
  if (count === 0) return { count, min: null, mean: null, max: null, last: null, growth: null };
  let [min, max, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of numbers) [min, max, sum] = [Math.min(min, value), Math.max(max, value), sum + value];
  return { count, min, mean: sum / count, max, last: numbers.at(-1) ?? null, growth: growthOf(values) };
}
