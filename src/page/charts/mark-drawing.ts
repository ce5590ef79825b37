import type { Limit, Recovery, TimeMarks } from '#page/charts/time-marks.js';
import { type ColourName, colour, translucent } from '#page/theme.js';
import { type Chart, Plot } from '#page/uplot.js';

const FONT_PX = 11;
const LABEL_GAP_PX = 4;
/** Lines of unmeasured stages are so far apart. */
const HATCH_PX = 7;
/** Half of the width of an alert's triangle. */
const ALERT_PX = 4;
/** A shorter name says nothing. */
const FEWEST_CHARACTERS = 3;

/** Room for the names of stages above a chart. */
export const BAND_LABEL_PX = 18;

/** A part of the plot, in pixels of its canvas. */
interface Part {
  readonly left: number;
  readonly right: number;
}

/** Behind everything: stages in turns, those that are not measured hatched, and the time that it took to recover. */
export function drawBands(chart: Chart, { bands, recoveries }: TimeMarks): void {
  const { ctx, bbox } = chart;
  if (bands.length === 0) return;
  ctx.save();
  for (const [index, { from, to, isMeasured }] of bands.entries()) {
    const { left, right } = partOf(chart, from, to);
    if (right <= left) continue;
    if (index % 2 === 1) fillPart(chart, { left, right }, translucent(colour('text'), 0.055));
    if (!isMeasured) hatch(chart, { left, right });
  }
  for (const { from, to, isOver } of recoveries)
    fillPart(chart, partOf(chart, from, to), translucent(colour(isOver ? 'warn' : 'bad'), 0.16));
  ctx.restore();
  // What is drawn next begins with a path of its own.
  ctx.beginPath();
  ctx.moveTo(bbox.left, bbox.top);
}

/** Above everything: where stages begin, what they are called, when things were back, and when storms came. */
export function drawSeams(chart: Chart, { bands, recoveries, storms }: TimeMarks): void {
  if (bands.length === 0 && storms.length === 0) return;
  const { ctx, bbox } = chart;
  ctx.save();
  setFont(ctx);
  for (const { name, from, to } of bands) {
    const { left, right } = partOf(chart, from, to);
    if (right <= left) continue;
    if (from > 0) verticalLine(chart, left, translucent(colour('muted'), 0.55), []);
    const text = fitting(ctx, name, right - left - pixels(2));
    ctx.fillStyle = colour('muted');
    ctx.textBaseline = 'bottom';
    if (text !== undefined) ctx.fillText(text, left + pixels(1), bbox.top - pixels(3));
  }
  for (const second of storms) {
    const { left } = partOf(chart, second, second);
    if (left > bbox.left && left < bbox.left + bbox.width)
      verticalLine(chart, left, colour('bad'), [pixels(1), pixels(3)]);
  }
  for (const recovery of recoveries) drawRecovery(chart, recovery);
  ctx.restore();
}

/** Above everything: a triangle and a line where an alert was told. */
export function drawAlerts(chart: Chart, { alerts }: TimeMarks): void {
  const { ctx, bbox } = chart;
  if (alerts.length === 0) return;
  ctx.save();
  for (const second of alerts) {
    const x = Math.round(chart.valToPos(second, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    verticalLine(chart, x, translucent(colour('warn'), 0.7), [pixels(2), pixels(3)]);
    ctx.fillStyle = colour('warn');
    ctx.beginPath();
    ctx.moveTo(x - pixels(ALERT_PX), bbox.top - pixels(ALERT_PX));
    ctx.lineTo(x + pixels(ALERT_PX), bbox.top - pixels(ALERT_PX));
    ctx.lineTo(x, bbox.top + pixels(2));
    ctx.fill();
  }
  ctx.restore();
}

/** The limits of thresholds that a chart shows. */
export function drawLimits(chart: Chart, { limits }: TimeMarks, chartId: string): void {
  const { ctx, bbox } = chart;
  const labelled: number[] = [];
  ctx.save();
  setFont(ctx);
  for (const { value, band, text, tone } of limits.filter((limit) => limit.chart === chartId)) {
    const y = chart.valToPos(value, 'y', true);
    const { left, right } =
      band === undefined ? { left: bbox.left, right: bbox.left + bbox.width } : partOf(chart, band.from, band.to);
    if (y < bbox.top || y > bbox.top + bbox.height || right <= left) continue;
    ctx.strokeStyle = colour(tone);
    ctx.lineWidth = pixels(1);
    ctx.setLineDash([pixels(7), pixels(3)]);
    ctx.beginPath();
    ctx.moveTo(left, y);
    ctx.lineTo(right, y);
    ctx.stroke();
    if (labelled.some((other) => Math.abs(other - y) < pixels(FONT_PX + 2))) continue;
    labelled.push(y);
    const isAtTop = y - bbox.top < pixels(FONT_PX + 4);
    label(
      chart,
      text,
      { x: left + pixels(LABEL_GAP_PX), y: isAtTop ? y + pixels(FONT_PX + 6) : y - pixels(FONT_PX + 3) },
      tone,
    );
  }
  ctx.restore();
}

/** The highest limit of a chart within a part of the time, so that its scale has room for it. */
export function highestLimit(
  limits: readonly Limit[],
  chartId: string,
  { min, max }: { min: number; max: number },
): number {
  const shown = limits.filter(
    ({ chart, band }) => chart === chartId && (band === undefined || (band.from < max && band.to > min)),
  );
  return shown.reduce((highest, { value }) => Math.max(highest, value), 0);
}

function drawRecovery(chart: Chart, { from, to, isOver, text }: Recovery): void {
  const { ctx, bbox } = chart;
  const part = partOf(chart, from, to);
  if (part.right <= part.left) return;
  const tone = isOver ? 'warn' : 'bad';
  if (isOver) verticalLine(chart, part.right, colour(tone), [pixels(3), pixels(3)]);
  const width = ctx.measureText(text).width + 2 * pixels(LABEL_GAP_PX);
  const isInside = width <= part.right - part.left;
  const x = isInside ? part.left : Math.min(part.right, bbox.left + bbox.width - width);
  label(chart, text, { x: x + pixels(LABEL_GAP_PX), y: bbox.top + pixels(2) }, tone);
}

/** A text that can be read whatever lies beneath it. */
function label(
  { ctx }: Chart,
  text: string,
  { x, y }: { readonly x: number; readonly y: number },
  tone: ColourName,
): void {
  ctx.fillStyle = translucent(colour('surface'), 0.8);
  ctx.fillRect(x - pixels(2), y, ctx.measureText(text).width + pixels(4), pixels(FONT_PX + 2));
  ctx.fillStyle = colour(tone);
  ctx.textBaseline = 'top';
  ctx.fillText(text, x, y + pixels(1));
}

function partOf(chart: Chart, from: number, to: number): Part {
  const { left, width } = chart.bbox;
  const clamp = (second: number): number =>
    Math.round(Math.max(left, Math.min(left + width, chart.valToPos(second, 'x', true))));
  return { left: clamp(from), right: clamp(to) };
}

function fillPart({ ctx, bbox }: Chart, { left, right }: Part, fill: string): void {
  ctx.fillStyle = fill;
  ctx.fillRect(left, bbox.top, right - left, bbox.height);
}

function hatch({ ctx, bbox }: Chart, { left, right }: Part): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, bbox.top, right - left, bbox.height);
  ctx.clip();
  ctx.strokeStyle = translucent(colour('muted'), 0.3);
  ctx.lineWidth = pixels(1);
  ctx.setLineDash([]);
  ctx.beginPath();
  for (let x = left - bbox.height; x < right; x += pixels(HATCH_PX)) {
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x + bbox.height, bbox.top);
  }
  ctx.stroke();
  ctx.restore();
}

function verticalLine({ ctx, bbox }: Chart, x: number, stroke: string, dash: readonly number[]): void {
  ctx.strokeStyle = stroke;
  ctx.lineWidth = pixels(1);
  ctx.setLineDash([...dash]);
  ctx.beginPath();
  ctx.moveTo(x + 0.5, bbox.top);
  ctx.lineTo(x + 0.5, bbox.top + bbox.height);
  ctx.stroke();
}

/** As much of a text as there is room for; undefined when that says nothing. */
function fitting(ctx: CanvasRenderingContext2D, text: string, room: number): string | undefined {
  if (ctx.measureText(text).width <= room) return text;
  for (let length = text.length - 1; length >= FEWEST_CHARACTERS; length--) {
    const shortened = `${text.slice(0, length)}…`;
    if (ctx.measureText(shortened).width <= room) return shortened;
  }
  return undefined;
}

function setFont(ctx: CanvasRenderingContext2D): void {
  ctx.font = `${pixels(FONT_PX)}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
}

/** Pixels of the page as those of a canvas. */
function pixels(cssPixels: number): number {
  return cssPixels * Plot.pxRatio;
}
