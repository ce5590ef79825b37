import { EXIT_CODES_HELP } from '../../help.js';
import { planOptions } from '../../run/plan-options.js';
import type { CommandSpec } from '../command.js';

/** One load run. */
export const runCommand: CommandSpec = {
  options: () => planOptions('run'),
  epilogue: `Examples:
  newyear-load run --embedded                        try it, without a server of your own
  newyear-load --preset medium --target http://127.0.0.1:3000
  newyear-load run --users 200 --rooms 20 --duration 1m --rate 400
  newyear-load run --preset strong --fail-on 'p99(delivery)<250ms' --fail-on lost==0
  newyear-load run --json | jq .latencyMs.delivery

Ctrl-C once stops sending and reports, twice reports at once.
When the target goes away for good in the middle of a run, the threshold
connections>0 is added, and fails; so is delivered>0 when nothing was
delivered at all.

${EXIT_CODES_HELP}`,
  load: async () => {
    const { runLoad } = await import('../../run/run-load.js');
    return (call) => runLoad('run', call);
  },
};
