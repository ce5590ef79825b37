import { formatBytes } from '#core/units.js';
import type { HeatBins, ShownKind } from '#page/charts/heat-bins.js';
import { trailingP99 } from '#page/charts/trailing-p99.js';
import type { LineChartSpec } from '#page/charts/line-chart.js';
import { fanOutOf } from '#page/charts/time-marks.js';
import { count, countTick, latency, latencyTick, percent, rate } from '#page/format.js';
import type { TimelineColumn } from '../../metrics/columns.js';
import type { PageColumn, PageData, PageTimeline } from '../../report/page/page-types.js';

/** What of the page the charts show. */
type Charted = Pick<PageData, 'timeline' | 'plan'>;

/** A chart and the columns that its lines take, in their order. */
interface TimeChartEntry {
  readonly spec: LineChartSpec;
  /** Without messages, nothing for lines that are about them. */
  readonly columns: (data: Charted, hasMessages: boolean) => readonly PageColumn[];
}

const TALL_PX = 190;
const FLAT_PX = 150;

/** Every chart over time but the latencies, in the order of the page; a new one is one entry. */
export const TIME_CHARTS: readonly TimeChartEntry[] = [
  entry(['intended', 'sent', 'completed'], {
    id: 'messages',
    title: 'Messages',
    unit: 'per second',
    heightPx: TALL_PX,
    tick: countTick,
    lines: [
      { label: 'planned', colour: 'muted', style: 'dashed', planned: 'messages', isOfMessages: true, format: rate },
      { label: 'sent', colour: 'accent', format: rate },
      { label: 'completed', colour: 'second', format: rate },
    ],
  }),
  entry(['delivered', 'intended'], {
    id: 'deliveries',
    title: 'Deliveries',
    unit: 'first copies received per second',
    heightPx: TALL_PX,
    tick: countTick,
    lines: [
      { label: 'delivered', colour: 'accent', style: 'area', format: rate },
      { label: 'planned', colour: 'muted', style: 'dashed', planned: 'copies', isOfMessages: true, format: rate },
    ],
  }),
  entry(['inFlight', 'missing'], {
    id: 'in-flight',
    title: 'In flight',
    unit: 'copies at the end of each second',
    heightPx: FLAT_PX,
    tick: countTick,
    lines: [
      { label: 'in flight', colour: 'accent', style: 'area', format: count },
      { label: 'overtaken and missing', colour: 'bad', format: count },
    ],
  }),
  entry(['lost', 'duplicated', 'reordered', 'errors', 'connectionsLost'], {
    id: 'trouble',
    title: 'What went wrong',
    unit: 'per second',
    heightPx: FLAT_PX,
    hasConnections: true,
    tick: countTick,
    lines: [
      { label: 'lost', colour: 'bad', style: 'bars', isOfMessages: true, format: rate },
      { label: 'duplicated', colour: 'warn', isOfMessages: true, format: rate },
      { label: 'out of order', colour: 'second', isOfMessages: true, format: rate },
      { label: 'errors', colour: 'text', format: rate },
      { label: 'connections lost', colour: 'accent', style: 'dashed', format: rate },
    ],
  }),
  entry(['connections'], {
    id: 'connections',
    hasConnections: true,
    title: 'Connections',
    unit: 'open',
    heightPx: FLAT_PX,
    tick: countTick,
    lines: [{ label: 'open', colour: 'accent', style: 'area', format: count }],
  }),
  entry(['cpuShare', 'slipP99Ms', 'slipMaxMs'], {
    id: 'generator',
    hasConnections: true,
    title: 'Load generator',
    unit: 'its own processor share and delay',
    heightPx: FLAT_PX,
    tick: percent,
    rightTick: latencyTick,
    atLeast: 1,
    lines: [
      { label: 'CPU of a core', colour: 'accent', style: 'area', format: percent },
      { label: 'schedule slip p99', colour: 'warn', right: true, isOfMessages: true, format: latency },
      {
        label: 'schedule slip at most',
        colour: 'warn',
        style: 'dashed',
        right: true,
        isOfMessages: true,
        format: latency,
      },
    ],
  }),
  entry(['serverCpuShare', 'serverLagMs'], {
    id: 'server-processor',
    isOfServer: true,
    title: 'Server: processor',
    unit: 'of a core, and how late its event loop is',
    heightPx: FLAT_PX,
    tick: percent,
    rightTick: latencyTick,
    atLeast: 1,
    lines: [
      { label: 'CPU of a core', colour: 'accent', style: 'area', isOptional: true, format: percent },
      { label: 'event loop late', colour: 'warn', right: true, isOptional: true, format: latency },
    ],
  }),
  entry(['serverRssBytes', 'serverDescriptors', 'serverThreads'], {
    id: 'server-memory',
    isOfServer: true,
    title: 'Server: memory',
    unit: 'resident, and what it holds open',
    heightPx: FLAT_PX,
    tick: formatBytes,
    rightTick: countTick,
    lines: [
      { label: 'memory', colour: 'accent', style: 'area', isOptional: true, format: formatBytes },
      { label: 'descriptors', colour: 'second', right: true, isOptional: true, format: count },
      { label: 'threads', colour: 'muted', style: 'dashed', right: true, isOptional: true, format: count },
    ],
  }),
];

/** The latencies; which copies they are of is for the user to choose. */
export const LATENCY_CHART: LineChartSpec = {
  id: 'latency',
  title: 'Latency',
  unit: 'from the planned send, logarithmic',
  heightPx: 240,
  isLog: true,
  tick: latencyTick,
  lines: [
    { label: 'p50', colour: 'ramp-1', format: latency },
    { label: 'p90', colour: 'ramp-2', format: latency },
    { label: 'p99', colour: 'ramp-3', format: latency },
    { label: 'p99.9', colour: 'ramp-4', format: latency },
    { label: 'p99 of several seconds', colour: 'ramp-3', style: 'dashed', isOptional: true, format: latency },
  ],
};

/** The columns of {@link LATENCY_CHART}. */
export function shownPercentiles({ columns }: PageTimeline, kind: ShownKind, bins: HeatBins): readonly PageColumn[] {
  const p99 = columns[`${kind}P99Ms`];
  return [
    columns[`${kind}P50Ms`],
    columns[`${kind}P90Ms`],
    p99,
    columns[`${kind}P999Ms`],
    trailingP99(bins, columns.second).map((value, row) => ((p99[row] ?? null) === null ? value : null)),
  ];
}

function entry(names: readonly TimelineColumn[], spec: LineChartSpec): TimeChartEntry {
  return {
    spec,
    columns: (data, hasMessages) =>
      names.map((name, index) => {
        const line = spec.lines[index];
        if (!hasMessages && line?.isOfMessages === true) return data.timeline.columns.second.map(() => null);
        return line?.planned === undefined ? columnOf(name, data.timeline) : plannedColumn(data, line.planned);
      }),
  };
}

/** What was due in each second; null without a schedule, and for copies, which are told of stages alone, where there are none. */
function plannedColumn({ timeline: { columns }, plan }: Charted, planned: 'messages' | 'copies'): PageColumn {
  const fanOut = planned === 'messages' ? 1 : plan.stages.length === 0 ? null : fanOutOf(plan);
  const factor = plan.rate === 'max' ? null : fanOut;
  return columns.intended.map((intended) => (intended === null || factor === null ? null : intended * factor));
}

function columnOf(name: TimelineColumn, { columns }: PageTimeline): PageColumn {
  return name === 'slipMaxMs' ? slipWithoutP99(columns) : columns[name];
}

/** The largest slip, in those seconds that have too few messages for a p99. */
function slipWithoutP99({ slipP99Ms, slipMaxMs }: PageTimeline['columns']): PageColumn {
  return slipMaxMs.map((value, row) => ((slipP99Ms[row] ?? null) === null ? value : null));
}
