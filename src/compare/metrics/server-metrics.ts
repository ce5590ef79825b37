import type { Report } from '../../report/report-types.js';
import { blockVarianceOfSum } from '../statistics/block-variance.js';
import { intervalOf } from '../statistics/interval.js';
import { type ComparedMetric, estimated } from './metric.js';
import { differentRates } from './rate-metrics.js';

/** A tenth: two starts of the same server differ by that in memory and processor time. */
const RUN_TO_RUN_SHARE = 0.1;
const SMALLEST_CPU_CHANGE = 0.02;
const SMALLEST_CHANGE_BYTES = 2 ** 20;

/** What was read of the server, where both runs watched it; it explains a change and does not decide on it. */
export const SERVER_COMPARED: readonly ComparedMetric[] = [
  serverMetric('server.cpu', 'share', SMALLEST_CPU_CHANGE, {
    column: 'serverCpuShare',
    course: ({ server }) => server?.cpuShare,
  }),
  serverMetric('server.rss', 'bytes', SMALLEST_CHANGE_BYTES, {
    column: 'serverRssBytes',
    course: ({ server }) => server?.rssBytes,
  }),
];

/** Where a report has it. */
interface Source {
  readonly column: 'serverCpuShare' | 'serverRssBytes';
  readonly course: (report: Report) => { readonly mean: number | null } | undefined;
}

function serverMetric(
  name: string,
  unit: ComparedMetric['unit'],
  smallestChange: number,
  { column, course }: Source,
): ComparedMetric {
  const valueOf = (report: Report): number | null => course(report)?.mean ?? null;
  return estimated({
    name,
    group: 'server',
    family: name,
    unit,
    better: 'lower',
    counts: false,
    value: ({ report }) => valueOf(report),
    interval: ({ report }, tail) => {
      const [mean, series] = [valueOf(report), report.timeline.flatMap((row) => row[column] ?? [])];
      const error = blockVarianceOfSum(series);
      if (mean === null || error === undefined) return undefined;
      return intervalOf(mean, Math.sqrt(error.variance) / series.length, error.degrees, tail);
    },
    floor: ({ report }) => Math.max(smallestChange, RUN_TO_RUN_SHARE * (valueOf(report) ?? 0)),
    obstacle: differentRates,
  });
}
