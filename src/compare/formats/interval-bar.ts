import type { Wording } from '../../core/language/words.js';
import { isDoubtful } from '../../report/comparison/certainty.js';
import { rangeText } from '../../report/comparison/comparison-texts.js';
import type { Change } from '../../report/comparison/comparison-types.js';
import { xmlText } from '../../report/xml.js';

const WIDTH = 120;
const HEIGHT = 14;
/** A bar that is shorter is not seen. */
const SHORTEST = 2;

/** The interval of a change as a bar beside no change and the floor of noise, each row to its own scale; empty where there is none. */
export function intervalBar(change: Change, words: Wording): string {
  const { change: size, low, high, floor, judgement } = change;
  if (size === null || judgement === null || (low === null && high === null)) return '';
  // What is not bounded goes to the edge.
  const reach = 1.15 * Math.max(Math.abs(size), Math.abs(low ?? 0), Math.abs(high ?? 0), floor ?? 0);
  if (reach === 0) return '';
  const at = (value: number | null, edge: number): number =>
    value === null ? edge : (WIDTH / 2) * (1 + value / reach);
  const [from, to] = [at(low, 0), at(high, WIDTH)];
  const [left, right] = [at(-(floor ?? 0), 0), at(floor ?? 0, WIDTH)];
  const tone = isDoubtful(change) ? 'doubtful' : judgement;
  return `<svg class="interval is-${tone}" role="img" aria-label="${xmlText(rangeText(change, words))}" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">${[
    `<rect class="floor" x="${round(left)}" y="0" width="${round(right - left)}" height="${HEIGHT}"/>`,
    `<path class="zero" d="M${WIDTH / 2} 0V${HEIGHT}"/>`,
    `<rect class="range" x="${round(from)}" y="4" width="${round(Math.max(SHORTEST, to - from))}" height="6"/>`,
    `<path class="measured" d="M${round(at(size, WIDTH / 2))} 1V${HEIGHT - 1}"/>`,
  ].join('')}</svg>`;
}

function round(pixels: number): string {
  return pixels.toFixed(1);
}
