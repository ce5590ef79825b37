import { MISTAKES } from './mistakes.js';
import { PROGRESS } from './progress.js';
import { SEARCHING } from './searching.js';
import { SHIPPED } from './shipped.js';
import { TARGETED } from './targeted.js';
import { VERDICT } from './verdict.js';

const PHASE_NAMES = Object.fromEntries(Object.entries(PROGRESS).filter(([key]) => key.startsWith('phase.')));

/**
 * Sentences that are kept as English texts, in reports and comparisons, and cross to other threads and machines as such. They are found again
 * in their texts, so no two places of one may touch.
 */
export function englishSentences(): Readonly<Record<string, string>> {
  return {
    ...MISTAKES,
    ...PHASE_NAMES,
    ...SEARCHING,
    ...SHIPPED,
    ...TARGETED,
    ...VERDICT,
  };
}
