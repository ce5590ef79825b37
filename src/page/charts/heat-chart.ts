import { chartFrame, keepFitting, moveByKeys } from '#page/charts/frame.js';
import type { HeatBins } from '#page/charts/heat-bins.js';
import { latencyAxis, timeAxisLook, timeOptions } from '#page/charts/options.js';
import type { TimeAxis } from '#page/charts/time-axis.js';
import { el, fill } from '#page/dom.js';
import { count, latency, moment } from '#page/format.js';
import { labelled, phrase } from '#page/labels.js';
import { colour, translucent } from '#page/theme.js';
import { type Chart, type ChartData, type ChartOptions, LOGARITHMIC, Plot } from '#page/uplot.js';

const HEIGHT_PX = 240;
/** Shades of a count; more cannot be told apart. */
const SHADES = 24;
/** The faintest shade still has to be seen: a single slow copy is what one looks for. */
const FAINTEST = 0.16;

/** The latency heat map. */
export interface HeatChart {
  readonly element: HTMLElement;
  draw(bins: HeatBins): void;
  dispose(): void;
}

/** Time × latency on a logarithmic axis, the darker the more copies; uPlot has the axes, this has the cells. */
export function heatChart(axis: TimeAxis): HeatChart {
  const frame = chartFrame('heat', 'Latency heat map', 'copies received, by second and latency');
  moveByKeys(frame.host, axis);
  const scale = el('span', { class: 'heat-scale' });
  frame.legend.append(scale);
  let bins: HeatBins | undefined;
  let chart: Chart | undefined;
  let dispose: (() => void) | undefined;
  const onCursor = (): void => {
    const cell = bins === undefined || chart === undefined ? '' : cellText(chart, bins);
    frame.place.textContent = cell;
    frame.say(cell);
  };
  return {
    element: frame.element,
    draw(next) {
      bins = next;
      const end = next.columns.length * next.secondsPerColumn;
      const data = [
        [0, end],
        [null, null],
      ] as unknown as ChartData;
      if (chart === undefined) {
        const current = (): HeatBins => bins ?? next;
        chart = new Plot(optionsOf(axis, frame.host.clientWidth, current, onCursor), data, frame.host);
        axis.add(chart);
        dispose = keepFitting(chart, frame.host, HEIGHT_PX);
      } else chart.setData(data, false);
      chart.setScale('x', axis.range);
      fill(scale, '1', el('span', { class: 'heat-ramp', 'aria-hidden': 'true' }), count(next.extent?.most ?? 1));
      frame.summary.textContent = summaryOf(next);
      onCursor();
    },
    dispose() {
      if (chart !== undefined) axis.remove(chart);
      dispose?.();
    },
  };
}

function optionsOf(axis: TimeAxis, width: number, bins: () => HeatBins, onCursor: () => void): ChartOptions {
  const common = timeOptions(axis);
  return {
    ...common,
    width: Math.max(200, width),
    height: HEIGHT_PX,
    cursor: { ...common.cursor, y: true, points: { show: false } },
    scales: {
      x: { time: false },
      y: { distr: LOGARITHMIC, log: 10, range: () => latencyRange(bins()) },
    },
    axes: [timeAxisLook(), latencyAxis()],
    series: [{}, { stroke: 'transparent', points: { show: false } }],
    hooks: { ...common.hooks, setCursor: [onCursor], drawSeries: [(chart) => drawCells(chart, bins())] },
  };
}

function latencyRange({ extent, lowMsOf }: HeatBins): [number, number] {
  return extent === undefined ? [0.1, 100] : [lowMsOf(extent.low - 1), lowMsOf(extent.high + 1)];
}

function drawCells(chart: Chart, { columns, secondsPerColumn, extent, lowMsOf }: HeatBins): void {
  const { min = 0, max = 0 } = chart.scales['x'] ?? {};
  if (extent === undefined || min === null || max === null) return;
  const { ctx, bbox } = chart;
  const shades = shadesOf(colour('accent'));
  const edges = Array.from({ length: extent.high - extent.low + 1 }, (_, index) =>
    Math.round(chart.valToPos(lowMsOf(extent.low + index), 'y', true)),
  );
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  const from = Math.max(0, Math.floor(min / secondsPerColumn));
  const to = Math.min(columns.length, Math.ceil(max / secondsPerColumn) + 1);
  for (let column = from; column < to; column++) {
    const { first = 0, counts = [] } = columns[column] ?? {};
    const left = Math.round(chart.valToPos(column * secondsPerColumn, 'x', true));
    const right = Math.round(chart.valToPos((column + 1) * secondsPerColumn, 'x', true));
    for (const [offset, copies] of counts.entries()) {
      if (copies === 0) continue;
      const bottom = edges[first + offset - extent.low] ?? 0;
      const top = edges[first + offset - extent.low + 1] ?? bottom;
      ctx.fillStyle = shades[shadeOf(copies, extent.most)] ?? '';
      ctx.fillRect(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
    }
  }
  ctx.restore();
}

/** Logarithmic, as counts are: a handful of slow copies beside thousands of fast ones must be seen. */
function shadeOf(copies: number, most: number): number {
  return most <= 1 ? SHADES - 1 : Math.round((Math.log(copies) / Math.log(most)) * (SHADES - 1));
}

function shadesOf(rgb: string): string[] {
  return Array.from({ length: SHADES }, (_, index) => {
    const alpha = FAINTEST + ((1 - FAINTEST) * index) / (SHADES - 1);
    return translucent(rgb, alpha);
  });
}

function summaryOf({ extent, lowMsOf }: HeatBins): string {
  if (extent === undefined) return labelled('No copies.');
  return phrase('From {low} to {high}, at most {count} copies in one cell.', {
    low: latency(lowMsOf(extent.low)),
    high: latency(lowMsOf(extent.high)),
    count: count(extent.most),
  });
}

/** What lies under the cursor of this chart: `34 s, 1.00 ms to 1.15 ms: 12 copies`. */
function cellText(chart: Chart, { columns, secondsPerColumn, lowMsOf, binOf }: HeatBins): string {
  const { left = -1, top = -1 } = chart.cursor;
  if (left < 0) return '';
  const column = Math.floor(chart.posToVal(left, 'x') / secondsPerColumn);
  const { first = 0, counts = [] } = columns[column] ?? {};
  const second = moment(column * secondsPerColumn);
  // Another chart's cursor is on no latency.
  if (top < 0 || !chart.over.matches(':hover')) {
    return phrase('{time}: {count} copies', {
      time: second,
      count: count(counts.reduce((sum, copies) => sum + copies, 0)),
    });
  }
  const bin = binOf(chart.posToVal(top, 'y'));
  return phrase('{time}, {low} to {high}: {count} copies', {
    time: second,
    low: latency(lowMsOf(bin)),
    high: latency(lowMsOf(bin + 1)),
    count: count(counts[bin - first] ?? 0),
  });
}
