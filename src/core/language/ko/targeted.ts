import { KOREAN_CAME } from './came.js';
import { KOREAN_CHECK } from './check.js';
import { KOREAN_WAY_IN } from './way-in.js';
import { KOREAN_NOTICES } from './notices.js';
import { KOREAN_FAILURES } from './failures.js';

/** What is said of a target, and of the way to it. */
export const KOREAN_TARGETED = {
  ...KOREAN_CAME,
  ...KOREAN_CHECK,
  ...KOREAN_WAY_IN,
  ...KOREAN_NOTICES,
  ...KOREAN_FAILURES,
} as const;
