import { tellerOf } from '../../core/language/retell.js';
import { message } from '../../core/language/words.js';
import { offeredLoad } from '../../core/offered-load.js';
import { targetsOf } from '../../core/plan.js';
import { printable } from '../../core/text.js';
import { peakRateOf } from '../../load/load.js';
import type { CommandCall } from '../commands/command.js';
import { say, widthOf } from '../io.js';
import { warningLines, wrap } from '../text.js';
import type { RunOrder } from './order.js';

/** Says what is about to happen, and what may be wrong with it. */
export function introduce({ kind, scenario, estimate }: RunOrder, { io, palette }: CommandCall): void {
  const { plan, variables, title, embedded, notices } = scenario;
  const { users, rooms, durationMs, messagesPerSecond: rate, window } = plan;
  const { words } = io;
  const where = embedded ? message('introduce.practice') : message('list.and', { parts: targetsOf(plan) });
  const told = { title, users, duration: durationMs, where };
  const text =
    kind === 'connect'
      ? words.text('introduce.connect', told)
      : words.text('introduce.run', {
          ...told,
          rooms,
          load: offeredLoad(rate, { window, peakRate: peakRateOf(plan) }),
        });
  const width = widthOf(io.stderr);
  say(io.stderr, ...wrap(printable(text, 1000), width).map(palette.bold));
  const sent = Object.keys(variables);
  if (sent.length > 0) say(io.stderr, ...wrap(words.text('introduce.sent', { names: sent }), width));
  const tell = tellerOf(words);
  for (const notice of [...notices, ...estimate.warnings])
    say(io.stderr, ...warningLines(tell(notice), width, palette));
}
