import { toOption } from '../../flags.js';
import type { CommandSpec } from '../command.js';

/** What `--dialect` takes. */
export const dialectsCommand: CommandSpec = {
  options: () => [toOption({ flag: '--json', help: 'JSON on stdout' }, 'Flags:')],
  epilogue:
    'A file added to scenarios/dialects is a dialect. A chat of your own takes some ten lines, which\n"newyear-load dialect check" tries step by step: see docs/dialects.md.',
  load: async () => (await import('./dialects-action.js')).showDialects,
};
