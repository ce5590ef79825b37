import { highestRateBetween } from '#core/stages.js';
import { chartFrame, keepFitting, moveByKeys } from '#page/charts/frame.js';
import { type LegendItem, legendOf } from '#page/charts/legend.js';
import { drawLimits, highestLimit } from '#page/charts/mark-drawing.js';
import {
  barPaths,
  latencyAxis,
  linearScale,
  logScale,
  optionalScale,
  timeAxisLook,
  timeOptions,
  topPaddingOf,
  valueAxis,
} from '#page/charts/options.js';
import { labelled, phrase } from '#page/labels.js';
import { plannedPath, secondsPath } from '#page/charts/line-paths.js';
import type { TimeAxis } from '#page/charts/time-axis.js';
import type { TimeMarks } from '#page/charts/time-marks.js';
import { moment, NOTHING } from '#page/format.js';
import { type ColourName, colour, translucent } from '#page/theme.js';
import { type Chart, type ChartData, type ChartOptions, type ChartSeries, Plot, RIGHT_SIDE } from '#page/uplot.js';
import type { PageColumn } from '../../report/page/page-types.js';

/** One line of a chart over time. */
export interface Line {
  readonly label: string;
  readonly colour: ColourName;
  readonly style?: 'dashed' | 'area' | 'bars';
  /** On the scale at the right. */
  readonly right?: true;
  /** The plan itself where there are stages: messages per second, or their copies. */
  readonly planned?: 'messages' | 'copies';
  /** Only a run with messages has it; left out of the legend where it has no value. */
  readonly isOfMessages?: true;
  /** Left out of the legend where it has no value. */
  readonly isOptional?: true;
  /** A value in the legend. */
  readonly format: (value: number) => string;
}

/** A chart over time. */
export interface LineChartSpec {
  /** Names the chart in the page and in tests. */
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly heightPx: number;
  readonly lines: readonly Line[];
  readonly isLog?: true;
  /** Does it show something of a server that is watched, and nothing otherwise? */
  readonly isOfServer?: true;
  /** Does it show something of a run that only connects? */
  readonly hasConnections?: true;
  readonly tick: (value: number) => string;
  readonly rightTick?: (value: number) => string;
  /** Smallest top of the linear scale. */
  readonly atLeast?: number;
}

/** A chart that takes new data whenever there is some. */
export interface TimeChart {
  readonly element: HTMLElement;
  /** @param seconds rows of the time axis; `columns` are those of the lines, in their order */
  draw(seconds: PageColumn, columns: readonly PageColumn[]): void;
  dispose(): void;
}

/** Draws lines over the shared time. */
export function lineChart(spec: LineChartSpec, axis: TimeAxis): TimeChart {
  const frame = chartFrame(spec.id, spec.title, spec.unit);
  moveByKeys(frame.host, axis);
  let chart: Chart | undefined;
  let columns: readonly PageColumn[] = [];
  const legend = legendOf(frame, spec.lines.map(itemOf), (index, isShown) =>
    chart?.setSeries(index + 1, { show: isShown }),
  );
  const showValues = (): void => {
    const row = chart?.cursor.idx ?? null;
    const values = columns.map((column) => (row === null ? highestOf(column) : (column[row] ?? null)));
    const place = row === null ? undefined : moment(chart?.data[0][row] ?? 0);
    legend.show(values, row !== null, place);
    frame.say(place === undefined ? '' : `${place}: ${valuesText(spec.lines, values)}`);
  };
  let dispose: (() => void) | undefined;
  return {
    element: frame.element,
    draw(seconds, next) {
      columns = next;
      const data = [seconds, ...next] as unknown as ChartData;
      if (chart === undefined) {
        chart = new Plot(optionsOf(spec, axis, frame.host.clientWidth, showValues), data, frame.host);
        axis.add(chart);
        dispose = keepFitting(chart, frame.host, spec.heightPx);
      } else chart.setData(data, false);
      chart.setScale('x', axis.range);
      for (const [index, line] of spec.lines.entries())
        legend.offer(index, !isSometimes(line) || highestOf(next[index] ?? []) !== null);
      showValues();
      frame.summary.textContent = summaryOf(spec.lines, next);
    },
    dispose() {
      if (chart !== undefined) axis.remove(chart);
      dispose?.();
    },
  };
}

function itemOf({ label, colour: name, style, format }: Line): LegendItem {
  return { label, colour: name, isDashed: style === 'dashed', format };
}

function optionsOf(spec: LineChartSpec, axis: TimeAxis, width: number, onCursor: () => void): ChartOptions {
  const { rightTick } = spec;
  const common = timeOptions(axis);
  const roomFor = (): number => Math.max(highestLimit(axis.marks.limits, spec.id, axis.range), highestPlan(spec, axis));
  return {
    ...common,
    width: Math.max(200, width),
    height: spec.heightPx,
    ...(rightTick === undefined ? {} : { padding: [topPaddingOf(axis), 0, 0, 0] }),
    hooks: {
      ...common.hooks,
      setCursor: [onCursor],
      draw: [...(common.hooks?.draw ?? []), (chart) => drawLimits(chart, axis.marks, spec.id)],
    },
    scales: {
      x: { time: false },
      y: spec.isLog === true ? logScale(roomFor) : linearScale(spec.atLeast, roomFor),
      ...(rightTick === undefined ? {} : { right: optionalScale() }),
    },
    axes: [
      timeAxisLook(),
      spec.isLog === true ? latencyAxis() : valueAxis(spec.tick),
      ...(rightTick === undefined
        ? []
        : [valueAxis(rightTick, { side: RIGHT_SIDE, scale: 'right', grid: { show: false } })]),
    ],
    series: [{}, ...spec.lines.map((line) => seriesOf(line, axis))],
  };
}

/** The highest rate that is planned in the time that is shown, in what the chart counts. */
function highestPlan({ lines }: LineChartSpec, { marks, range: { min, max } }: TimeAxis): number {
  const highest = highestRateBetween(marks.stages, min * 1000, max * 1000);
  return lines.reduce((most, line) => Math.max(most, highest * (factorOf(line, marks) ?? 0)), 0);
}

/** What a planned message counts for; null when the line is no plan, or that is not known. */
function factorOf({ planned }: Line, { fanOut }: TimeMarks): number | null {
  if (planned === undefined) return null;
  return planned === 'messages' ? 1 : fanOut;
}

function seriesOf(line: Line, axis: TimeAxis): ChartSeries {
  const { colour: name, style, right, planned } = line;
  const bars = style === 'bars' ? barPaths() : undefined;
  const marks = (): TimeMarks => axis.marks;
  return {
    scale: right === true ? 'right' : 'y',
    stroke: () => colour(name),
    width: style === 'bars' ? 0 : 1.5,
    points: { show: (chart) => chart.data[0].length < 3 },
    ...(style === 'dashed' ? { dash: [5, 4] } : {}),
    ...(style === 'bars' ? { fill: () => colour(name) } : {}),
    ...(style === 'area' ? { fill: () => translucent(colour(name), 0.12) } : {}),
    paths: planned === undefined ? secondsPath(marks) : plannedPath(marks, (now) => factorOf(line, now)),
    ...(bars === undefined ? {} : { paths: bars }),
  };
}

/** Is there nothing to say of it where it has no value? */
function isSometimes({ isOfMessages, isOptional }: Line): boolean {
  return isOfMessages === true || isOptional === true;
}

function highestOf(column: PageColumn): number | null {
  return column.reduce<number | null>(
    (most, value) => (value === null || (most ?? value) > value ? most : value),
    null,
  );
}

/** The values of a second, for screen readers. */
function valuesText(lines: readonly Line[], values: PageColumn): string {
  return lines
    .flatMap(({ label, format }, index) => {
      const value = values[index] ?? null;
      return value === null ? [] : [`${label} ${format(value)}`];
    })
    .join(', ');
}

/** What the chart shows, for screen readers. */
function summaryOf(lines: readonly Line[], columns: readonly PageColumn[]): string {
  const told = lines.flatMap((line, index) => {
    const { label, format } = line;
    const most = highestOf(columns[index] ?? []);
    if (most === null && isSometimes(line)) return [];
    return [phrase('{name} at most {value}', { name: labelled(label), value: most === null ? NOTHING : format(most) })];
  });
  return `${told.join(', ')}.`;
}
