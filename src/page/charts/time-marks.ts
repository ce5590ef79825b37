import { fallsAfter, seamsOf, type Stage } from '#core/stages.js';
import { span } from '#page/format.js';
import { labelled, phrase } from '#page/labels.js';
import type { PageData, PageLimitLine, PagePlan } from '../../report/page/page-types.js';

/** What is marked on the charts over time, beside what was measured. Times are seconds since the flood began. */
export interface TimeMarks {
  /** Empty where the load is the same all the time. */
  readonly stages: readonly Stage[];
  readonly bands: readonly Band[];
  readonly recoveries: readonly Recovery[];
  /** When storms took connections away. */
  readonly storms: readonly number[];
  readonly limits: readonly Limit[];
  /** Seconds in which alerts were told, each once. */
  readonly alerts: readonly number[];
  /** Copies of a message; null when that is not known. */
  readonly fanOut: number | null;
}

/** A stage that lasts. */
export interface Band {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly isMeasured: boolean;
}

/** From the end of a stage until times were what they were before it. */
export interface Recovery {
  readonly from: number;
  readonly to: number;
  readonly isOver: boolean;
  readonly text: string;
}

/** A threshold that a chart can show as a line. */
export interface Limit {
  readonly chart: PageLimitLine['chart'];
  readonly value: number;
  /** Of a stage alone; undefined for the whole run. */
  readonly band: Band | undefined;
  readonly text: string;
  readonly tone: 'good' | 'bad' | 'muted';
}

export const NO_MARKS: TimeMarks = {
  stages: [],
  bands: [],
  recoveries: [],
  storms: [],
  limits: [],
  alerts: [],
  fanOut: null,
};

/** What is marked of a run. */
export function marksOf(
  data: Pick<PageData, 'plan' | 'stages' | 'storms' | 'thresholds' | 'timeline' | 'alerts'>,
): TimeMarks {
  const { plan, thresholds } = data;
  const { stages } = plan;
  const seams = seamsOf(stages).map((ms) => ms / 1000);
  const bandOf = (index: number): Band | undefined => {
    const stage = stages[index];
    const [from = 0, to = 0] = [seams[index], seams[index + 1]];
    return stage === undefined ? undefined : { name: stage.name, from, to, isMeasured: stage.measured };
  };
  const limits = thresholds.flatMap(({ expression, passed, line }): Limit[] => {
    if (line === null) return [];
    const band = line.stage === null ? undefined : bandOf(line.stage);
    const tone = passed === null ? 'muted' : passed ? 'good' : 'bad';
    return [{ chart: line.chart, value: line.value, band, text: expression, tone }];
  });
  return {
    stages,
    bands: stages.flatMap((_, index) => bandOf(index) ?? []).filter(({ from, to }) => to > from),
    recoveries: recoveriesOf(data, seams),
    storms: data.storms.map(({ atMs }) => atMs / 1000),
    limits,
    alerts: [...new Set(data.alerts.map(({ second }) => second))],
    fanOut: fanOutOf(plan),
  };
}

/** How many copies a message has by the plan; null where there is no schedule. */
export function fanOutOf({ rate, deliveriesPerSecond }: Pick<PagePlan, 'rate' | 'deliveriesPerSecond'>): number | null {
  return typeof rate === 'number' && rate > 0 && deliveriesPerSecond !== null ? deliveriesPerSecond / rate : null;
}

/** Where the load fell at the end of a stage: after a rise there is nothing that one would wait to come back. */
function recoveriesOf(
  { plan: { stages: planned }, stages, timeline: { columns } }: Pick<PageData, 'plan' | 'stages' | 'timeline'>,
  seams: readonly number[],
): Recovery[] {
  const last = (columns.second.at(-1) ?? 0) + 1;
  return stages.flatMap(({ recoveryMs }, index): Recovery[] => {
    const [stage, from] = [planned[index], seams[index + 1]];
    if (recoveryMs === null || recoveryMs === 0 || stage === undefined || from === undefined) return [];
    if (!fallsAfter(planned, index)) return [];
    if (recoveryMs === 'never') return [{ from, to: last, isOver: false, text: labelled('not back') }];
    return [
      {
        from,
        to: from + recoveryMs / 1000,
        isOver: true,
        text: phrase('back after {time}', { time: span(recoveryMs) }),
      },
    ];
  });
}

/** The corners of the planned rate: seconds, and messages per second. */
export function plannedCorners(stages: readonly Stage[]): [second: number, rate: number][] {
  const seams = seamsOf(stages).map((ms) => ms / 1000);
  return stages.flatMap(({ from, to }, index): [number, number][] => [
    [seams[index] ?? 0, from],
    [seams[index + 1] ?? 0, to],
  ]);
}
