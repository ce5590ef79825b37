import { EXPRESSIONS } from './expressions.js';
import { FILES } from './files.js';
import { FIT } from './fit.js';
import { MISTAKES } from './mistakes.js';
import { VALUE_FAULTS } from './values.js';

/** All that is wrong with what somebody gave. */
export const PROBLEMS = {
  ...MISTAKES,
  ...VALUE_FAULTS,
  ...EXPRESSIONS,
  ...FILES,
  ...FIT,
} as const;
