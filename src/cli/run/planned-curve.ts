import { columnsOf, padRight } from '../../core/language/columns.js';
import { message, type Message, type Wording } from '../../core/language/words.js';
import { highestRateBetween, highestRateOf, lengthOf, type Stage } from '../../core/stages.js';
import { formatCount, formatTime } from '../../core/units.js';
import type { Glyphs } from '../progress/glyphs.js';

const WIDTH = 60;
const HEIGHT = 8;

/** Stages as lines of a terminal: the planned rate over the time, the seconds below it, and the stages by their names; none without stages. */
export function plannedCurve(stages: readonly Stage[], glyphs: Glyphs, words: Wording): string[] {
  if (stages.length === 0) return [];
  const peak = highestRateOf(stages);
  const lengthMs = lengthOf(stages);
  const heights = Array.from({ length: WIDTH }, (_, column) => {
    const [from, to] = [(column * lengthMs) / WIDTH, ((column + 1) * lengthMs) / WIDTH];
    return (highestRateBetween(stages, from, to) / peak) * HEIGHT;
  });
  const labelWidth = formatCount(peak).length;
  const rows = Array.from({ length: HEIGHT }, (_, row) => {
    const floor = HEIGHT - 1 - row;
    const label = row === 0 ? formatCount(peak) : '';
    return `${label.padStart(labelWidth)} ${heights.map((height) => cell(height - floor, glyphs)).join('')}`.trimEnd();
  });
  const end = timeText(lengthMs);
  const axis = `${'0'.padStart(labelWidth)} 0s${end.padStart(WIDTH - 2)}`;
  return [...rows, axis, '', ...stages.map((stage, index) => words.say(stageLine(stages, stage, index)))];
}

/** One stage in words: when it begins, how long it lasts, and its rate. */
function stageLine(stages: readonly Stage[], { name, durationMs, from, to, measured }: Stage, index: number): Message {
  const told = {
    name: padRight(name, Math.max(...stages.map((stage) => columnsOf(stage.name)))),
    start: timeText(lengthOf(stages.slice(0, index))),
    duration: timeText(durationMs),
    unmeasured: measured ? '' : message('plan.stage.unmeasured'),
  };
  return from === to
    ? message('plan.stage', { ...told, rate: rateText(to) })
    : message('plan.stage.changing', { ...told, from: rateText(from), to: rateText(to) });
}

/** Whole units where there are any, and seconds otherwise: a share of a duration is seldom round. */
function timeText(durationMs: number): string {
  return Number.isInteger(durationMs / 1000) && durationMs > 0 ? formatTime(durationMs) : `${durationMs / 1000}s`;
}

/** A planned rate as it was asked for. */
function rateText(messagesPerSecond: number): string {
  return messagesPerSecond.toLocaleString('en-US', { maximumFractionDigits: 6 });
}

/** How much of one character a column fills. */
function cell(height: number, { levels, full }: Glyphs): string {
  if (height <= 0) return ' ';
  return height >= 1 ? full : (levels[Math.floor(height * levels.length)] ?? full);
}
