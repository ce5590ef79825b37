import { KOREAN_EXPRESSIONS } from './expressions.js';
import { KOREAN_FILES } from './files.js';
import { KOREAN_FIT } from './fit.js';
import { KOREAN_MISTAKES } from './mistakes.js';
import { KOREAN_VALUE_FAULTS } from './values.js';

export const KOREAN_PROBLEMS = {
  ...KOREAN_MISTAKES,
  ...KOREAN_VALUE_FAULTS,
  ...KOREAN_EXPRESSIONS,
  ...KOREAN_FILES,
  ...KOREAN_FIT,
} as const;
