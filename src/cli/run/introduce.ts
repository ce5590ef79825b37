import { targetsOf } from '../../core/plan.js';
import { listed, printable } from '../../core/text.js';
import { formatCount, formatLoad, formatTime } from '../../core/units.js';
import { peakRateOf } from '../../load/load.js';
import type { CommandCall } from '../commands/command.js';
import { say, widthOf } from '../io.js';
import { warningLines, wrap } from '../text.js';
import type { RunOrder } from './order.js';

/** Says what is about to happen, and what may be wrong with it. */
export function introduce({ kind, scenario, estimate }: RunOrder, { io, palette }: CommandCall): void {
  const { plan, variables, title, embedded, notices } = scenario;
  const { users, rooms, durationMs, messagesPerSecond: rate, window } = plan;
  const where = embedded ? 'the practice server' : listed(targetsOf(plan));
  const load =
    kind === 'connect'
      ? `${formatCount(users)} users connect for ${formatTime(durationMs)}`
      : `${formatCount(users)} users, ${formatCount(rooms)} rooms, ${formatLoad(rate, { window, peakRate: peakRateOf(plan) })}, ${formatTime(durationMs)}`;
  const width = widthOf(io.stderr);
  say(io.stderr, ...wrap(printable(`${title}: ${load}, on ${where}`, 1000), width).map(palette.bold));
  const sent = Object.keys(variables);
  if (sent.length > 0)
    say(io.stderr, ...wrap(`Sent as the dialect says: ${sent.join(', ')} of the environment`, width));
  for (const notice of [...notices, ...estimate.warnings]) say(io.stderr, ...warningLines(notice, width, palette));
}
