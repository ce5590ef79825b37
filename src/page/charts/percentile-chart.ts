import { chartFrame, keepFitting, moveByKeys } from '#page/charts/frame.js';
import { type Legend, legendOf } from '#page/charts/legend.js';
import { latencyAxis, logScale, valueAxis } from '#page/charts/options.js';
import { fill } from '#page/dom.js';
import { latency } from '#page/format.js';
import { labelled, phrase } from '#page/labels.js';
import { type ColourName, colour } from '#page/theme.js';
import { type Chart, type ChartData, type ChartOptions, LOGARITHMIC, Plot } from '#page/uplot.js';
import type { PagePercentiles, PercentileSeries } from '../../report/page/page-types.js';

const HEIGHT_PX = 300;

const LOOKS: Readonly<
  Record<PercentileSeries, { readonly label: string; readonly colour: ColourName; readonly isDashed: boolean }>
> = {
  fanout: { label: 'fan-out', colour: 'accent', isDashed: false },
  echo: { label: 'echo', colour: 'second', isDashed: false },
  canaryFanout: { label: 'canary fan-out', colour: 'accent', isDashed: true },
  canaryEcho: { label: 'canary echo', colour: 'second', isDashed: true },
};

/** The distribution of latencies on an axis of nines. */
export interface PercentileChart {
  readonly element: HTMLElement;
  draw(percentiles: PagePercentiles): void;
  dispose(): void;
}

/** An HDR plot: the rarer a latency, the further to the right; each nine takes the same room. */
export function percentileChart(): PercentileChart {
  const frame = chartFrame('percentiles', 'Latency by percentile', 'fleet and canary, each nine the same width');
  let chart: Chart | undefined;
  let names = '';
  let legend: Legend | undefined;
  let dispose: (() => void) | undefined;
  let shown: PagePercentiles = { x: [], series: [] };
  const onCursor = (): void => {
    const point = chart?.cursor.idx ?? null;
    const values = shown.series.map(({ valuesMs }) =>
      point === null ? (lastOf(valuesMs) ?? null) : (valuesMs[point] ?? null),
    );
    const place = point === null ? undefined : percentileName(shown.x[point] ?? 1);
    legend?.show(values, point !== null, place);
    const told = shown.series.map(
      ({ name }, index) => `${labelled(LOOKS[name].label)} ${latency(values[index] ?? null)}`,
    );
    frame.say(place === undefined ? '' : `${place}: ${told.join(', ')}`);
  };
  moveByKeys(frame.host, {
    moveCursor(points) {
      const last = shown.x.length - 1;
      const from = chart?.cursor.idx ?? (points > 0 ? -1 : last + 1);
      const x = shown.x[Math.max(0, Math.min(last, from + points))];
      if (chart !== undefined && x !== undefined) chart.setCursor({ left: chart.valToPos(x, 'x'), top: 0 });
    },
    clearCursor: () => chart?.setCursor({ left: -10, top: -10 }),
  });
  const begin = (data: ChartData): void => {
    dispose?.();
    fill(frame.legend);
    fill(frame.host);
    legend = legendOf(
      frame,
      shown.series.map(({ name }) => ({ ...LOOKS[name], format: latency })),
      (index, isShown) => chart?.setSeries(index + 1, { show: isShown }),
      'slowest',
    );
    chart = new Plot(optionsOf(shown, frame.host.clientWidth, onCursor), data, frame.host);
    dispose = keepFitting(chart, frame.host, HEIGHT_PX);
  };
  return {
    element: frame.element,
    draw(next) {
      shown = next;
      const data = [next.x, ...next.series.map(({ valuesMs }) => valuesMs)] as unknown as ChartData;
      const now = next.series.map(({ name }) => name).join();
      if (now === names) chart?.setData(data);
      else begin(data);
      names = now;
      frame.summary.textContent = summaryOf(next);
      onCursor();
    },
    dispose: () => dispose?.(),
  };
}

/** What the chart shows, for screen readers. */
function summaryOf({ series }: PagePercentiles): string {
  const told = series.map(({ name, valuesMs }) =>
    phrase('{name} at most {value}', { name: labelled(LOOKS[name].label), value: latency(lastOf(valuesMs) ?? null) }),
  );
  return told.join(', ');
}

function optionsOf({ series }: PagePercentiles, width: number, onCursor: () => void): ChartOptions {
  return {
    width: Math.max(200, width),
    height: HEIGHT_PX,
    padding: [8, 30, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
    hooks: { setCursor: [onCursor] },
    scales: {
      x: { time: false, distr: LOGARITHMIC, log: 10, range: (_chart, _min, max) => [1, Math.max(100, max ?? 100)] },
      y: logScale(),
    },
    axes: [
      valueAxis(percentileTick, {
        size: 26,
        splits: (_chart, _axis, min, max) => ninesUpTo(max / min),
        filter: (_chart, splits) => splits,
      }),
      latencyAxis(),
    ],
    series: [
      {},
      ...series.map(({ name }) => ({
        stroke: () => colour(LOOKS[name].colour),
        width: 1.8,
        points: { show: false },
        ...(LOOKS[name].isDashed ? { dash: [5, 4] } : {}),
      })),
    ],
  };
}

function ninesUpTo(most: number): number[] {
  return Array.from({ length: Math.floor(Math.log10(most) + 1e-6) + 1 }, (_, nines) => 10 ** nines);
}

/** 1 → `0 %`, 10 → `90 %`, 1000 → `99.9 %`. */
function percentileTick(x: number): string {
  const nines = Math.round(Math.log10(x));
  return `${nines === 0 ? 0 : Number((100 - 100 / 10 ** nines).toFixed(Math.max(0, nines - 2)))} %`;
}

/** 2 → `p50`, 1000 → `p99.9`. */
function percentileName(x: number): string {
  const digits = Math.max(1, Math.ceil(Math.log10(x)) - 1);
  return `p${Number((100 - 100 / x).toFixed(digits))}`;
}

function lastOf(values: readonly (number | null)[]): number | null | undefined {
  return values.findLast((value) => value !== null);
}
