import { toOption } from '../../flags.js';
import type { CommandSpec } from '../command.js';

/** Proves the numbers. */
export const truthCommand: CommandSpec = {
  options: () => [
    toOption({ flag: '--fast', help: 'shorter experiments, under 20 seconds in all' }, 'Flags:'),
    toOption({ flag: '--json', help: 'JSON on stdout' }, 'Flags:'),
  ],
  epilogue: 'Exits with 1 when a number is not what happened. See docs/truth.md.',
  load: async () => (await import('./truth-action.js')).tellTruth,
};
