import { KOREAN_CAPACITY } from './capacity.js';
import { KOREAN_COMPARISON } from './comparison.js';
import { KOREAN_COMPARED } from './compared.js';

/** What searches and comparisons say. */
export const KOREAN_SEARCHING = { ...KOREAN_CAPACITY, ...KOREAN_COMPARISON, ...KOREAN_COMPARED } as const;
