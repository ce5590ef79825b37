import { type Dashboard, startDashboard } from '../../live/dashboard/dashboard.js';
import { OPTIONS } from '../../scenario/options.js';
import { say } from '../io.js';
import type { WatcherCall } from './watcher-call.js';

/**
 * Starts the dashboard of `--dashboard[=port]` and prints its address, also under `--quiet`, because it cannot be guessed.
 * @throws StartError when the port cannot be had
 */
export async function openDashboard({ flags, beginning, io, tell }: WatcherCall): Promise<Dashboard> {
  const port = OPTIONS.dashboard.parse(String(flags.dashboard));
  const dashboard = await startDashboard(port.ok ? port.value : 0, beginning, tell, io.words);
  say(io.stderr, io.words.text('watch.dashboard', { url: dashboard.url }));
  return dashboard;
}
