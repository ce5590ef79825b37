import { CAME } from './came.js';
import { CHECK } from './check.js';
import { WAY_IN } from './way-in.js';
import { NOTICES } from './notices.js';
import { FAILURES } from './failures.js';

/** What is said of a target, and of the way to it. */
export const TARGETED = { ...CAME, ...CHECK, ...WAY_IN, ...NOTICES, ...FAILURES } as const;
