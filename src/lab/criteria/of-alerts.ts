import { alertPause } from './alert-pause.js';
import { alertSilent } from './alert-silent.js';
import { alertWithin } from './alert-within.js';
import type { Criterion } from './criterion.js';

/** What a server tells its webhook. By their names in exercise files. */
export const ALERT_CRITERIA: Readonly<Record<string, Criterion>> = {
  'alert-pause': alertPause,
  'alert-silent': alertSilent,
  'alert-within': alertWithin,
};
