import type { Option } from 'commander';
import { OPTIONS, type OptionSpec } from '../../../scenario/options.js';
import { toOption } from '../../flags.js';
import type { CommandSpec } from '../command.js';
import { CHECK_FLAGS, DEFAULT_TIMEOUT } from './check-flags.js';

/** Tries a dialect. */
export const dialectCommand: CommandSpec = {
  operands: 'check',
  words: ['check'],
  options: () => [...CHECK_FLAGS.map(optionOf), timeoutOption()],
  epilogue: `Prints every step with what was sent and what came back, without secrets, and ends
with a command that runs a load by the dialect, or with the one thing to change.

Examples:
  newyear-load dialect check --dialect ./chat.yaml --target http://127.0.0.1:3000
  newyear-load dialects                the ready ones

Exit codes:
    0  every step did what the dialect says
    2  usage: bad flag, bad dialect
    3  a step did not, or the target was not reached
  130  stopped by Ctrl-C, 143 by SIGTERM
`,
  load: async () => (await import('./dialect-action.js')).checkCommand,
};

function optionOf(name: (typeof CHECK_FLAGS)[number]): Option {
  const spec: OptionSpec<unknown> = OPTIONS[name];
  return toOption(spec, 'Flags:');
}

function timeoutOption(): Option {
  const help = 'how long the server may take for one answer';
  return toOption({ flag: '--timeout', argument: '<time>', fallback: DEFAULT_TIMEOUT, help }, 'Flags:');
}
