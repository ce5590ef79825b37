import { formatCount, formatLatencyMs, formatRate } from '../../core/units.js';
import type { Course } from '../course.js';
import { secondsText } from './words.js';

/** What changed while the flood went on: a queue that grew, a server that got slower, and seconds of silence. */
export function courseFindings({ fellBehind, slows, silences }: Course): string[] {
  return [
    ...(fellBehind === null
      ? []
      : [
          `The server fell behind: of ${formatRate(fellBehind.offeredPerSecond)} messages/s that were offered it served ${formatRate(fellBehind.servedPerSecond)}, and what waited grew all the time; p50 went from ${formatLatencyMs(fellBehind.firstP50Ms)} at first to ${formatLatencyMs(fellBehind.lastP50Ms)} in the end.`,
        ]),
    ...(slows === null
      ? []
      : [
          `The server slows with every message: p50 of the last tenth, ${formatLatencyMs(slows.lastP50Ms)}, is ${factorText(slows.factor)} × that of the first, ${formatLatencyMs(slows.firstP50Ms)}; every 1,000 messages added ${formatLatencyMs(slows.perThousandMs)} (straight line, R² ${slows.fit.toFixed(2)}).`,
        ]),
    ...(silences.length === 0 ? [] : [`Nothing arrived in ${secondsText(silences)}, though messages were due.`]),
  ];
}

/** `60`, `2.5` */
export function factorText(factor: number): string {
  return factor < 10 ? factor.toFixed(1) : formatCount(Math.round(factor));
}
