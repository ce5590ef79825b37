import { BAND_LABEL_PX, drawAlerts, drawBands, drawSeams } from '#page/charts/mark-drawing.js';
import type { TimeAxis } from '#page/charts/time-axis.js';
import { latencyTick, moment } from '#page/format.js';
import { colour } from '#page/theme.js';
import { type Chart, type ChartAxis, type ChartOptions, type ChartScale, LOGARITHMIC, Plot } from '#page/uplot.js';

const FONT = '11px system-ui, sans-serif';
/** Labels clip when their axis is too small; the same everywhere, so that charts above each other stay aligned. */
const AXIS_WIDTH = 58;
const AXIS_HEIGHT = 26;
/** Half of the longest label of a moment, 1:00:00, which stands in the middle below the end of the axis. */
const LABEL_HALF_PX = 24;

/** An axis with labels by `format`. */
export function valueAxis(format: (value: number) => string, more: Partial<ChartAxis> = {}): ChartAxis {
  return {
    ...axisLook(),
    size: AXIS_WIDTH,
    space: 34,
    values: (_chart, splits) => splits.map((split) => (split === null ? '' : format(split))),
    ...more,
  };
}

/** The axis of time, below. */
export function timeAxisLook(): ChartAxis {
  return {
    ...axisLook(),
    size: AXIS_HEIGHT,
    space: 60,
    incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400],
    values: (_chart, splits) => splits.map((split) => moment(split)),
  };
}

/** An axis of latencies on a logarithmic scale: lines at 1, 2 and 5 of each power of ten, at the powers alone where they are many. */
export function latencyAxis(more: Partial<ChartAxis> = {}): ChartAxis {
  return valueAxis(latencyTick, {
    splits: (_chart, _axis, min, max) => logSplits(min, max),
    filter: (_chart, splits) => splits,
    ...more,
  });
}

/** Round values between two others. */
export function logSplits(min: number, max: number): number[] {
  const [from, to] = [Math.floor(Math.log10(min)), Math.ceil(Math.log10(max))];
  const steps = Math.log10(max / min) > 2.2 ? [1] : [1, 2, 5];
  return Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index))
    .flatMap((power) => steps.map((step) => Number((step * power).toPrecision(6))))
    .filter((value) => value >= min && value <= max);
}

function axisLook(): ChartAxis {
  return {
    font: FONT,
    stroke: () => colour('muted'),
    grid: { stroke: () => colour('line'), width: 1 },
    ticks: { stroke: () => colour('line'), width: 1, size: 4 },
    gap: 5,
  };
}

/** A scale of counts and shares: from 0 to something above the largest value and whatever else it is to have room for, and to 1 at least where all is 0. */
export function linearScale(atLeast = 1, roomFor: () => number = () => 0): ChartScale {
  return { range: (_chart, _min, max) => [0, Math.max(atLeast, Math.max(max ?? 0, roomFor()) * 1.08)] };
}

/** The same for a second axis, which is not there while nothing belongs to it. */
export function optionalScale(): ChartScale {
  return { range: (_chart, _min, max) => (Number.isFinite(max) ? [0, Math.max(1, max * 1.08)] : [null, null]) };
}

/** A logarithmic scale of latencies, with something to see even where all values are the same, and room for something else. */
export function logScale(roomFor: () => number = () => 0): ChartScale {
  return {
    distr: LOGARITHMIC,
    log: 10,
    range: (_chart, min, max) => {
      const low = Math.max(0.001, min ?? 0.1);
      return [low / 1.3, Math.max(low * 4, Math.max(max ?? 1, roomFor()) * 1.3)];
    },
  };
}

/** What every chart over time has in common: the shared axis, the joined cursor, zoom by dragging, the whole by a double click. */
export function timeOptions(axis: TimeAxis): Pick<ChartOptions, 'cursor' | 'select' | 'legend' | 'hooks' | 'padding'> {
  return {
    padding: [topPaddingOf(axis), LABEL_HALF_PX, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { size: 6 },
      drag: { x: true, y: false, setScale: false, dist: 4 },
      // Only the place of the cursor is told to the others: zooming goes by the axis.
      sync: {
        key: axis.syncKey,
        scales: ['x', null],
        filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave' },
      },
      bind: {
        dblclick: () => () => {
          axis.reset();
          return null;
        },
      },
    },
    select: { show: true, left: 0, top: 0, width: 0, height: 0 },
    hooks: {
      setSelect: [(chart) => zoomToSelection(chart, axis)],
      drawClear: [(chart) => drawBands(chart, axis.marks)],
      draw: [(chart) => drawSeams(chart, axis.marks), (chart) => drawAlerts(chart, axis.marks)],
    },
  };
}

/** Room above a chart, pixels. */
export function topPaddingOf({ marks }: TimeAxis): number {
  return marks.bands.length === 0 ? 8 : BAND_LABEL_PX;
}

function zoomToSelection(chart: Chart, axis: TimeAxis): void {
  const { left, width } = chart.select;
  if (width < 1) return;
  axis.zoomTo({ min: chart.posToVal(left, 'x'), max: chart.posToVal(left + width, 'x') });
  chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}

/** So wide that one bad second of a long run is seen. */
const FEWEST_BAR_PX = 3;

/** Draws one series as thin bars. */
export function barPaths(): NonNullable<ReturnType<NonNullable<typeof Plot.paths.bars>>> | undefined {
  return Plot.paths.bars?.({ size: [0.7, 12, FEWEST_BAR_PX], align: 1 });
}
