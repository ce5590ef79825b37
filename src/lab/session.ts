import type { LabAccounts } from './accounts.js';
import type { Companions } from './companions.js';
import type { Gathering } from './evidence.js';
import type { LabHome } from './lab-home.js';

/** What is at work while an exercise is checked. */
export interface LabSession extends LabHome, Omit<Companions, 'variables'> {
  /** Accounts that steps make for themselves. */
  readonly accounts: LabAccounts;
  readonly evidence: Gathering;
}
