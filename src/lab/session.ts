import type { LabAccounts } from './accounts.js';
import type { Gathering } from './evidence.js';
import type { LabHome } from './lab-home.js';
import type { TextFilter } from './watch/text-filter.js';

/** What is at work while an exercise is checked. */
export interface LabSession extends LabHome {
  /** What the server asks before it takes a message, where the exercise has that. */
  readonly filter: TextFilter | undefined;
  /** Accounts that steps make for themselves. */
  readonly accounts: LabAccounts;
  readonly evidence: Gathering;
}
