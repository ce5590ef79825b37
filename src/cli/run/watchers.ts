import type { RunWatcher } from '../../live/watcher.js';
import { isRecord } from '../../report/out-spec.js';
import type { Audience } from './audience.js';
import type { WatcherCall } from './watcher-call.js';

/**
 * Makes a watcher if the flags ask for it, importing it only then.
 * @throws AppError when it cannot be made; the run does not begin then
 */
type MakeWatcher = (call: WatcherCall) => Promise<RunWatcher | undefined>;

/** Every watcher by what people call it, in the order in which events reach them. */
const WATCHERS: Readonly<Record<string, MakeWatcher>> = {
  // First of all: it is written also when another cannot be made, and the run does not begin.
  record: async (call) =>
    call.outputs.some(isRecord) ? (await import('./open-record.js')).openRecord(call) : undefined,
  dashboard: async (call) =>
    call.flags.dashboard === undefined ? undefined : (await import('./open-dashboard.js')).openDashboard(call),
  alerts: async (call) => (await import('./open-alerts.js')).openAlerts(call),
  'alert webhook': async (call) =>
    call.flags.alertWebhook === undefined ? undefined : (await import('./open-alerts.js')).openWebhook(call),
  'Prometheus endpoint': async (call) =>
    call.flags.prometheus === undefined ? undefined : (await import('./open-metrics.js')).openPrometheus(call),
  'metrics push': async (call) =>
    call.flags.otlp === undefined ? undefined : (await import('./open-metrics.js')).openOtlp(call),
};

/** Lets in the watchers that the flags ask for. @throws AppError when one cannot be made */
export async function admitWatchers(audience: Audience, call: Omit<WatcherCall, 'tell' | 'fail'>): Promise<void> {
  for (const [name, make] of Object.entries(WATCHERS)) {
    const watcher = await make({
      ...call,
      tell: (event) => audience.tell(event),
      fail: (failure) => audience.failures.push(failure),
    });
    if (watcher !== undefined) audience.seat(name, watcher);
  }
}
