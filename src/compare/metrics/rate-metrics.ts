import { inEnglish, message } from '../../core/language/words.js';
import type { Report } from '../../report/report-types.js';
import type { MeasuredRun } from '../measured-run.js';
import { blockVarianceOfSum } from '../statistics/block-variance.js';
import { type Interval, intervalOf } from '../statistics/interval.js';
import { type ComparedMetric, estimated } from './metric.js';

/** A hundredth: how far the ends of a flood fall from whole seconds. */
const RATE_FLOOR_SHARE = 0.01;
/** Plans whose deliveries per second differ by no more than this share were dealt alike. */
const SAME_DELIVERIES_SHARE = 0.001;
const CPU_FLOOR_SHARE = 0.1;
const SMALLEST_CPU_CHANGE = 0.02;

/** What ran through the server, and what it cost the generator. */
export const RATE_METRICS: readonly ComparedMetric[] = [
  throughput('tps', 'completed'),
  throughput('sent', 'sent'),
  throughput('delivered', 'delivered', differentDeliveries),
  estimated({
    name: 'cpu',
    group: 'generator',
    family: 'cpu',
    unit: 'share',
    better: 'lower',
    // What the generator costs says nothing of the server.
    counts: false,
    value: ({ report }) => report.generator.cpuShare,
    interval: ({ report }, tail) => meanInterval(report.generator.cpuShare, seriesOf(report, 'cpuShare'), tail),
    floor: ({ report }) => Math.max(SMALLEST_CPU_CHANGE, CPU_FLOOR_SHARE * (report.generator.cpuShare ?? 0)),
    obstacle: differentRates,
  }),
];

type Obstacle = (base: MeasuredRun, current: MeasuredRun) => string | undefined;

function throughput(name: string, field: 'completed' | 'sent' | 'delivered', more?: Obstacle): ComparedMetric {
  const valueOf = (report: Report): number | null => (report.messages.intended === 0 ? null : report.tps[field]);
  return estimated({
    name,
    group: 'throughput',
    family: 'throughput',
    unit: 'perSecond',
    better: 'higher',
    value: ({ report }) => valueOf(report),
    interval: ({ report }, tail) => meanInterval(valueOf(report), seriesOf(report, field), tail),
    floor: ({ report }) => RATE_FLOOR_SHARE * (valueOf(report) ?? 0),
    obstacle: (base, current) => differentRates(base, current) ?? more?.(base, current),
  });
}

/** Why rates cannot be judged when the plans differ: more is no better where more was asked for. */
export function differentRates({ report: base }: MeasuredRun, { report: current }: MeasuredRun): string | undefined {
  return base.plan.rate === current.plan.rate ? undefined : inEnglish(message('compared.other-rate'));
}

function differentDeliveries({ report: base }: MeasuredRun, { report: current }: MeasuredRun): string | undefined {
  const before = base.plan.deliveriesPerSecond;
  const after = current.plan.deliveriesPerSecond;
  if (before === null || after === null) return undefined;
  const isSame = Math.abs(after - before) <= SAME_DELIVERIES_SHARE * before;
  return isSame ? undefined : inEnglish(message('compared.other-rooms'));
}

/** The whole seconds of the flood. */
function seriesOf(report: Report, field: 'completed' | 'sent' | 'delivered' | 'cpuShare'): number[] {
  const floodMs = report.phases.find(({ name }) => name === 'flood')?.durationMs ?? 0;
  const rows = report.timeline.filter(({ second }) => (second + 1) * 1000 <= floodMs);
  return rows.flatMap((row) => row[field] ?? []);
}

/** The interval of a mean, the series telling how much it varies relative to its own mean. */
function meanInterval(value: number | null, series: readonly number[], tail: number): Interval | undefined {
  const sum = series.reduce((total, one) => total + one, 0);
  const error = blockVarianceOfSum(series);
  if (value === null || error === undefined) return undefined;
  const relative = sum === 0 ? 0 : Math.sqrt(error.variance) / sum;
  return intervalOf(value, value * relative, error.degrees, tail);
}
