import type { Judgement } from '../../report/comparison/comparison-types.js';
import type { Report } from '../../report/report-types.js';
import { operationsOf } from '../measured-report.js';
import { blockVarianceOfSum } from '../statistics/block-variance.js';
import { differenceOf, type Interval } from '../statistics/interval.js';
import { studentBeyond } from '../statistics/student-t.js';
import type { ComparedMetric, Opinion } from './metric.js';

/** How one kind of mishap is counted. */
interface CountTraits {
  readonly name: string;
  readonly count: (report: Report) => number;
  /** What it is a share of; where it is 0 nothing was measured. */
  readonly whole: (report: Report) => number;
  /** The field of the timeline that tells when. */
  readonly perSecond: 'lost' | 'duplicated' | 'reordered' | 'errors';
}

/** Changes up to a tenth of the base are noise. */
const FLOOR_SHARE = 0.1;

const COUNTS: readonly CountTraits[] = [
  { name: 'lost', count: deliveries('lost'), whole: deliveries('expected'), perSecond: 'lost' },
  { name: 'duplicated', count: deliveries('duplicated'), whole: deliveries('expected'), perSecond: 'duplicated' },
  { name: 'reordered', count: deliveries('reordered'), whole: deliveries('received'), perSecond: 'reordered' },
  { name: 'errors', count: ({ errors }) => errors.total, whole: operationsOf, perSecond: 'errors' },
];

/** The counts of the ledger, which are exact, and the errors. */
export const COUNT_METRICS: readonly ComparedMetric[] = COUNTS.map(counted);

function counted(traits: CountTraits): ComparedMetric {
  return {
    name: traits.name,
    group: 'ledger',
    family: traits.name,
    unit: 'count',
    better: 'lower',
    part: 'counts',
    counts: true,
    value: ({ report }) => (traits.whole(report) === 0 ? null : traits.count(report)),
    judge: (base, current, tail) => judgeCounts(traits, base.report, current.report, tail),
  };
}

function judgeCounts(traits: CountTraits, base: Report, current: Report, tail: number): Opinion {
  const before = traits.count(base);
  const after = traits.count(current);
  // From none to some, or from some to none, is no matter of statistics.
  if (before === 0 || after === 0) return { ...EXACT, judgement: exactly(before, after) };
  const scale = traits.whole(base) / traits.whole(current);
  const { low, high } = differenceOf(countInterval(traits, base, 1, tail), countInterval(traits, current, scale, tail));
  const floor = FLOOR_SHARE * before;
  const judgement = low > floor ? 'worse' : high < -floor ? 'better' : 'noise';
  return { low, high, floor, judgement, reason: null };
}

const EXACT: Omit<Opinion, 'judgement'> = { low: null, high: null, floor: 0, reason: null };

function exactly(before: number, after: number): Judgement {
  if (before === after) return 'noise';
  return after > before ? 'worse' : 'better';
}

/**
 * The interval of a count: the square root of a Poisson count has a standard error of ½ (Bartlett 1936), times how much more
 * the seconds vary than independent events would. Events of unknown times are taken to have come in a few heaps.
 * @param scale makes the count that of a run of the base's size
 */
function countInterval(traits: CountTraits, report: Report, scale: number, tail: number): Interval {
  const count = traits.count(report);
  const { heap, degrees } = heapsOf(traits, report, count);
  const reach = (studentBeyond(tail, degrees) * Math.sqrt(heap)) / 2;
  const root = Math.sqrt(count);
  return { value: count * scale, low: Math.max(0, root - reach) ** 2 * scale, high: (root + reach) ** 2 * scale };
}

/** Events that come at once, and how well that is known. */
function heapsOf({ perSecond }: CountTraits, report: Report, count: number): { heap: number; degrees: number } {
  const series = report.timeline.map((row) => row[perSecond]);
  const error = blockVarianceOfSum(series);
  if (error === undefined || series.every((value) => value === 0)) return { heap: Math.max(1, count / 4), degrees: 3 };
  return { heap: Math.max(1, error.variance / count), degrees: error.degrees };
}

function deliveries(field: 'lost' | 'duplicated' | 'reordered' | 'expected' | 'received'): (report: Report) => number {
  return (report) => report.deliveries[field];
}
