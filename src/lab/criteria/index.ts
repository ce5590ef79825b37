import type { Criterion } from './criterion.js';
import { ACCOUNT_CRITERIA } from './of-accounts.js';
import { ALERT_CRITERIA } from './of-alerts.js';
import { ENDING_CRITERIA } from './of-endings.js';
import { LOAD_CRITERIA } from './of-loads.js';
import { METRICS_CRITERIA } from './of-metrics.js';
import { STORAGE_CRITERIA } from './of-storage.js';

/** Every criterion, by its name in exercise files. */
export const CRITERIA: Readonly<Record<string, Criterion>> = {
  ...ACCOUNT_CRITERIA,
  ...ALERT_CRITERIA,
  ...ENDING_CRITERIA,
  ...LOAD_CRITERIA,
  ...METRICS_CRITERIA,
  ...STORAGE_CRITERIA,
};
