import { CAPACITY } from './capacity.js';
import { COMPARISON } from './comparison.js';
import { COMPARED } from './compared.js';

/** What searches and comparisons say. */
export const SEARCHING = { ...CAPACITY, ...COMPARISON, ...COMPARED } as const;
