import type { Criterion } from './criterion.js';
import { logInsBeside } from './log-ins-beside.js';
import { oneNameOnce } from './one-name-once.js';
import { signUpsGiven } from './sign-ups-given.js';
import { usersFound } from './users-found.js';

/** Criteria of accounts, by their names in exercise files. */
export const ACCOUNT_CRITERIA: Readonly<Record<string, Criterion>> = {
  'log-ins-beside': logInsBeside,
  'one-name-once': oneNameOnce,
  'sign-ups-given': signUpsGiven,
  'users-found': usersFound,
};
