import { heatBinsOf, type ShownKind } from '#page/charts/heat-bins.js';
import { heatChart } from '#page/charts/heat-chart.js';
import { type LineChartSpec, lineChart } from '#page/charts/line-chart.js';
import { TimeAxis } from '#page/charts/time-axis.js';
import { LATENCY_CHART, shownPercentiles, TIME_CHARTS } from '#page/charts/time-charts.js';
import { marksOf } from '#page/charts/time-marks.js';
import { timeToolbar } from '#page/charts/toolbar.js';
import { el } from '#page/dom.js';
import { labelled, phrase } from '#page/labels.js';
import type { Section } from '#page/section.js';
import type { PageColumn, PageData } from '../../report/page/page-types.js';

const TO_COME = 'Charts begin with the first message.';
const NOTHING_TO_DRAW = 'No message was sent, so there is nothing to draw over time.';

/** Everything over time: one axis, one cursor, one zoom. */
export function timeSection(): Section {
  const axis = new TimeAxis();
  let kind: ShownKind = 'fanout';
  let latest: PageData | undefined;
  const charts = TIME_CHARTS.map(({ spec, columns }) => ({ chart: lineChart(spec, axis), columns, spec }));
  const latencies = lineChart(LATENCY_CHART, axis);
  const heat = heatChart(axis);
  const toolbar = timeToolbar(axis, (next) => {
    kind = next;
    if (latest !== undefined) drawLatencies(latest);
  });
  const grid = el('div', { class: 'chart-grid' });
  // Throughput first, then latencies and their heat map, then what explains them.
  const elements = charts.map(({ chart }) => chart.element);
  grid.append(...elements.slice(0, 2), latencies.element, heat.element, ...elements.slice(2));
  const note = el('p', { class: 'note' });
  const empty = el('p', { class: 'empty' });
  const element = el('section', { id: 'time', 'aria-labelledby': 'time-title' }, toolbar, empty, grid, note);

  function drawLatencies({ timeline, heat: columns }: PageData): void {
    const bins = heatBinsOf(columns, kind);
    latencies.draw(timeline.columns.second, shownPercentiles(timeline, kind, bins));
    heat.draw(bins);
  }

  return {
    element,
    update(data) {
      latest = data;
      const { timeline, live } = data;
      const rows = timeline.columns.second.length;
      const isEmpty = rows === 0;
      toolbar.hidden = isEmpty;
      grid.hidden = isEmpty;
      empty.hidden = !isEmpty;
      empty.textContent = labelled(live ? TO_COME : NOTHING_TO_DRAW);
      note.textContent = noteOf(data);
      if (isEmpty) return;
      axis.marks = marksOf(data);
      axis.extendTo(endOf(data), beginningsOf(timeline.columns.second));
      const isFlooding = live && data.run.kind === 'run';
      const hasMessages = isFlooding || timeline.columns.intended.some((intended) => (intended ?? 0) > 0);
      toolbar.classList.toggle('without-kinds', !hasMessages);
      for (const { chart, columns, spec } of charts) {
        const drawn = columns(data, hasMessages);
        chart.element.hidden = !isShown(spec, drawn, hasMessages);
        if (!chart.element.hidden) chart.draw(timeline.columns.second, drawn);
      }
      latencies.element.hidden = !hasMessages;
      heat.element.hidden = !hasMessages;
      if (hasMessages) drawLatencies(data);
    },
    dispose() {
      for (const chart of [...charts.map((one) => one.chart), latencies, heat]) chart.dispose();
    },
  };
}

/** Is there anything to see? */
function isShown(
  { hasConnections, isOfServer }: LineChartSpec,
  drawn: readonly PageColumn[],
  hasMessages: boolean,
): boolean {
  if (isOfServer === true) return !drawn.every(isEmptyColumn);
  return hasConnections === true || hasMessages;
}

/** Where the axis ends; while a run goes on it is as long as the flood will be, so that charts fill from the left. */
function endOf({ timeline: { columns, secondsPerRow }, progress }: PageData): number {
  const last = columns.second.at(-1) ?? 0;
  return Math.max(last + secondsPerRow, Math.ceil((progress?.floodDurationMs ?? 0) / 1000));
}

/** Where the rows begin; there is no row that begins nowhere. */
function beginningsOf(seconds: PageColumn): readonly number[] {
  return seconds.map((second) => second ?? 0);
}

function noteOf({ timeline, heat, live, plan, storms, alerts }: PageData): string {
  const { secondsPerRow, columns } = timeline;
  const isSparse = !live && columns.deliveryP50Ms.some((value) => value !== null) && isEmptyColumn(columns.fanoutP99Ms);
  const notes = [
    ...(plan.stages.length === 0 ? [] : [stageNote(plan)]),
    ...(storms.length === 0 ? [] : [labelled('Dotted lines are storms.')]),
    ...(alerts.length === 0 ? [] : [labelled('A triangle is a second in which an alert was told.')]),
    ...(isSparse
      ? [
          labelled(
            'A percentile is told where it has ten samples beyond it: p99 takes 1,000 copies a second. Where a second has fewer, the dashed line is the p99 of that second and those before it together, to 15 %.',
          ),
        ]
      : []),
    ...(secondsPerRow > 1
      ? [
          phrase('Each point stands for {seconds} s: counts are means a second, latencies those of the worst second.', {
            seconds: String(secondsPerRow),
          }),
        ]
      : []),
    ...(heat.secondsPerColumn > 1
      ? [phrase('A column of the heat map is {seconds} s wide.', { seconds: String(heat.secondsPerColumn) })]
      : []),
  ];
  return notes.join(' ');
}

function stageNote({ stages }: PageData['plan']): string {
  return labelled(
    stages.every(({ measured }) => measured)
      ? 'Bands are the stages of the load. Coloured is the time after a stage until latencies were what they had been before it.'
      : 'Bands are the stages of the load; what is hatched is not measured. Coloured is the time after a stage until latencies were what they had been before it.',
  );
}

function isEmptyColumn(column: PageColumn): boolean {
  return column.every((value) => value === null);
}
