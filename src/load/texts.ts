import type { RunPlan } from '../core/plan.js';
import { createRandom } from '../core/random.js';

/** Different lengths in a run; fewer where the messages of all rooms would take more memory than this. */
const MOST_TEXTS = 64;
const FEWEST_TEXTS = 4;
const MEMORY_BYTES = 64 * 2 ** 20;

/**
 * The texts that messages carry, without their marks: the theme's, or, where a plan says how long they are, as many that are filled with
 * them to lengths drawn from the seed. The same in every worker.
 */
export function messageTexts({
  theme,
  textBytes,
  seed,
  rooms,
}: Pick<RunPlan, 'theme' | 'textBytes' | 'seed' | 'rooms'>): readonly string[] {
  if (textBytes === undefined) return theme.greetings;
  const { min, max } = textBytes;
  const random = createRandom(seed, 'text lengths');
  const affordable = Math.floor(MEMORY_BYTES / (Math.max(1, rooms) * ((min + max) / 2)));
  const count = Math.max(FEWEST_TEXTS, Math.min(MOST_TEXTS, affordable));
  return Array.from({ length: count }, (_, index) =>
    filled(theme.greetings[index % theme.greetings.length] ?? '', min + random.integer(max - min + 1)),
  );
}

/** A text repeated, and cut, to so many bytes of UTF-8; where a character does not fit, spaces take its place. */
function filled(text: string, bytes: number): string {
  const characters = Array.from(`${text} `);
  let [result, length] = ['', 0];
  for (let index = 0; length < bytes; index++) {
    const next = characters[index % characters.length] ?? ' ';
    const nextBytes = Buffer.byteLength(next);
    if (length + nextBytes > bytes) return result + ' '.repeat(bytes - length - 1) + '.';
    result += next;
    length += nextBytes;
  }
  // What a server may trim is no end of a text.
  return result.endsWith(' ') ? `${result.slice(0, -1)}.` : result;
}
