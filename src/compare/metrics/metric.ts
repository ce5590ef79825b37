import { inEnglish, message } from '../../core/language/words.js';
import type { ChangeGroup, ChangeUnit, Judgement } from '../../report/comparison/comparison-types.js';
import type { MeasuredRun } from '../measured-run.js';
import { differenceOf, type Interval } from '../statistics/interval.js';

/** What is said of a number of two runs. */
export interface Opinion {
  /** Ends of the interval of the change; infinite where nothing bounds it, null where there is none. */
  readonly low: number | null;
  readonly high: number | null;
  readonly floor: number | null;
  readonly judgement: Judgement | null;
  readonly reason: string | null;
}

/** One number that runs are compared by; a new one is a line in a table of this folder. */
export interface ComparedMetric {
  /** As expressions name it. */
  readonly name: string;
  readonly group: ChangeGroup;
  readonly unit: ChangeUnit;
  readonly better: 'lower' | 'higher';
  /** Which half of a run's verdict it stands or falls with. */
  readonly part: 'times' | 'counts';
  /** Metrics of the same messages in the same seconds are right or wrong together: they share one allowed error. */
  readonly family: string;
  /** Does it decide on the whole comparison? */
  readonly counts: boolean;
  /** The number; null where it was not measured, or its sample is too small. */
  value(run: MeasuredRun): number | null;
  /**
   * Noise, better or worse. Called only when both runs have a value.
   * @param tail probability with which one end of an interval may be wrong
   */
  judge(base: MeasuredRun, current: MeasuredRun, tail: number): Opinion;
}

/** A metric that has an interval in every run. */
export interface EstimatedMetric extends Omit<ComparedMetric, 'counts' | 'judge' | 'part'> {
  readonly counts?: false;
  /** undefined when nothing can be told of it. */
  interval(run: MeasuredRun, tail: number): Interval | undefined;
  /** Changes up to this are noise, in the metric's unit. */
  floor(base: MeasuredRun, current: MeasuredRun): number;
  /** Why the two cannot be judged by it at all. */
  obstacle?(base: MeasuredRun, current: MeasuredRun): string | undefined;
}

/** Judged by the interval of its change: real is what lies beyond the floor with both of its ends. */
export function estimated(metric: EstimatedMetric): ComparedMetric {
  return {
    ...metric,
    part: 'times',
    counts: metric.counts ?? true,
    judge: (base, current, tail) => {
      const obstacle = metric.obstacle?.(base, current);
      if (obstacle !== undefined) return { ...NOTHING, reason: obstacle };
      const floor = metric.floor(base, current);
      const before = metric.interval(base, tail);
      const after = metric.interval(current, tail);
      if (before === undefined || after === undefined)
        return { ...NOTHING, floor, judgement: 'noise', reason: TOO_FEW };
      const { low, high } = differenceOf(before, after);
      const judgement = directionOf(low, high, floor, metric.better);
      const isUnbounded = !Number.isFinite(low) && !Number.isFinite(high);
      return { low, high, floor, judgement, reason: isUnbounded ? TOO_FEW : null };
    },
  };
}

const TOO_FEW = inEnglish(message('compared.too-few'));
const NOTHING: Opinion = { low: null, high: null, floor: null, judgement: null, reason: null };

function directionOf(low: number, high: number, floor: number, better: ComparedMetric['better']): Judgement {
  if (low > floor) return better === 'higher' ? 'better' : 'worse';
  if (high < -floor) return better === 'higher' ? 'worse' : 'better';
  return 'noise';
}
