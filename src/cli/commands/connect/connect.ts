import { EXIT_CODES_HELP } from '../../help.js';
import { planOptions } from '../../run/plan-options.js';
import type { CommandSpec } from '../command.js';

/** Connections without messages. */
export const connectCommand: CommandSpec = {
  options: () => planOptions('connect'),
  epilogue: `Examples:
  newyear-load connect --users 50 --duration 10s
  newyear-load connect --embedded --fail-on 'p99(connect)<1s' --fail-on 'opened>=99%'

Where fewer connections open than were asked for, the threshold opened==100%
is added, and fails.

${EXIT_CODES_HELP}`,
  load: async () => {
    const { runLoad } = await import('../../run/run-load.js');
    return (call) => runLoad('connect', call);
  },
};
