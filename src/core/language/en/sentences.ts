import { CAPACITY } from './capacity.js';
import { COMPARED } from './compared.js';
import { MISTAKES } from './mistakes.js';
import { VERDICT } from './verdict.js';

/**
 * Sentences that are kept as English texts, in reports and comparisons, and cross to other threads and machines as such. They are found again
 * in their texts, so no two places of one may touch.
 */
export const ENGLISH_SENTENCES: Readonly<Record<string, string>> = {
  ...CAPACITY,
  ...COMPARED,
  ...MISTAKES,
  ...VERDICT,
};
