import { AlertWatcher } from '../../live/alerts.js';
import type { RunWatcher } from '../../live/watcher.js';
import { OPTIONS } from '../../scenario/options.js';
import type { WatcherCall } from './watcher-call.js';

/** A watcher for the plan's alert rules; undefined when there are none. */
export async function openAlerts({ beginning, tell }: WatcherCall): Promise<RunWatcher | undefined> {
  const { alerts: rules, stages = [] } = beginning.context.plan;
  return Array.isArray(rules) && rules.length > 0 ? new AlertWatcher(rules.map(String), stages, tell) : undefined;
}

/** Sends alerts to the URL of `--alert-webhook`, which has been checked. */
export async function openWebhook({ flags, beginning, tell }: WatcherCall): Promise<RunWatcher | undefined> {
  const url = OPTIONS.alertWebhook.parse(String(flags.alertWebhook));
  if (!url.ok) return undefined;
  const { AlertWebhook } = await import('../../live/webhook.js');
  const { runId, target } = beginning.context;
  return new AlertWebhook({ url: url.value, runId, target, tell });
}
