import { message, type Wording } from '../../core/language/words.js';
import { formatLatencyMs, formatRate } from '../../core/units.js';
import { xmlText } from '../../report/xml.js';
import type { CapacityReport } from '../report/capacity-report.js';
import { type CurvePoint, curveOf } from '../report/trial-texts.js';

const WIDTH = 760;
const HEIGHT = 300;
const MARGIN = { left: 64, right: 16, top: 12, bottom: 34 } as const;
/** An axis of less than this factor would be all noise. */
const LEAST_SPAN = 1.5;

/** A logarithmic axis: where a value lies, and where its lines are. */
interface Axis {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/** Load beside the times of its copies, both logarithmic, with the ground up to the lower bound, and from the upper one on, shaded. */
export function curveSvg(report: CapacityReport, words: Wording): string {
  const points = curveOf(report);
  const times = points.flatMap(({ p50Ms, p99Ms }) => [p50Ms, p99Ms]).filter((time) => time !== null && time > 0);
  if (points.length === 0 || times.length === 0) return '';
  const x = axisOf(
    points.map(({ load }) => load),
    MARGIN.left,
    WIDTH - MARGIN.right,
  );
  const y = axisOf(times as number[], HEIGHT - MARGIN.bottom, MARGIN.top);
  const legend = words.text('capacity.curve.legend', { unit: message(`capacity.unit.${report.plan.vary}`) });
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${xmlText(words.text('capacity.curve.title'))}">
${ground(report, x)}
${gridLines(x, y)}
${line(points, x, y, 'p50')}
${line(points, x, y, 'p99')}
${points.map((point) => dot(point, x, y)).join('\n')}
</svg>
<p class="asked"><span class="legend-p99">━ p99</span> <span class="legend-p50">━ p50</span> ${xmlText(legend)}</p>`;
}

function axisOf(values: readonly number[], from: number, to: number): Axis {
  const least = Math.min(...values);
  const most = Math.max(Math.max(...values), least * LEAST_SPAN);
  const at = (value: number): number =>
    from + ((to - from) * Math.log(Math.max(least, value) / least)) / Math.log(most / least);
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(least)); power <= Math.log10(most); power++) {
    for (const digit of [1, 2, 5]) {
      const value = digit * 10 ** power;
      if (value >= least && value <= most) ticks.push(value);
    }
  }
  return { at, ticks };
}

function ground({ goals }: CapacityReport, x: Axis): string {
  const [goal] = goals;
  if (goal === undefined) return '';
  const { lowerBound, upperBound } = goal;
  const [left, right] = [MARGIN.left, WIDTH - MARGIN.right];
  const lower = lowerBound === null ? left : x.at(lowerBound);
  const upper = upperBound === null ? right : x.at(upperBound);
  return [rectangle('holds', left, lower), rectangle('between', lower, upper), rectangle('fails', upper, right)].join(
    '',
  );
}

function rectangle(name: string, from: number, to: number): string {
  const height = HEIGHT - MARGIN.top - MARGIN.bottom;
  return `<rect class="${name}" x="${px(from)}" y="${MARGIN.top}" width="${px(Math.max(0, to - from))}" height="${height}"/>`;
}

function gridLines(x: Axis, y: Axis): string {
  const bottom = HEIGHT - MARGIN.bottom;
  const across = y.ticks.map(
    (value) =>
      `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${px(y.at(value))}" y2="${px(y.at(value))}"/>` +
      `<text x="${MARGIN.left - 6}" y="${px(y.at(value) + 4)}" text-anchor="end">${xmlText(formatLatencyMs(value))}</text>`,
  );
  const down = x.ticks.map(
    (value) =>
      `<line class="grid" y1="${MARGIN.top}" y2="${bottom}" x1="${px(x.at(value))}" x2="${px(x.at(value))}"/>` +
      `<text x="${px(x.at(value))}" y="${bottom + 18}" text-anchor="middle">${xmlText(formatRate(value))}</text>`,
  );
  return [...across, ...down].join('\n');
}

function line(points: readonly CurvePoint[], x: Axis, y: Axis, name: 'p50' | 'p99'): string {
  const places = points.flatMap((point) => {
    const time = point[`${name}Ms`];
    return time === null ? [] : [`${px(x.at(point.load))},${px(y.at(time))}`];
  });
  return `<polyline class="${name}" points="${places.join(' ')}"/>`;
}

function dot(point: CurvePoint, x: Axis, y: Axis): string {
  const { load, p99Ms, hasFailed } = point;
  if (p99Ms === null) return '';
  const title = `${formatRate(load)}: p99 ${formatLatencyMs(p99Ms)}`;
  return `<circle class="dot${hasFailed ? ' bad' : ''}" cx="${px(x.at(load))}" cy="${px(y.at(p99Ms))}" r="3.5"><title>${xmlText(title)}</title></circle>`;
}

function px(value: number): string {
  return value.toFixed(1);
}
