import type { AlertSender } from './alert-sender.js';
import type { FilterClient } from './filter-client.js';

/** What a server looks at, and tells alerts with. */
export interface AlertingParts {
  readonly filter: Pick<FilterClient, 'waiting'>;
  readonly sender: AlertSender;
  readonly memoryLimitBytes: number;
}
