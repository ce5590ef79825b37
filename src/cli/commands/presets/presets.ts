import { toOption } from '../../flags.js';
import type { CommandSpec } from '../command.js';

/** What `--preset` takes. */
export const presetsCommand: CommandSpec = {
  options: () => [toOption({ flag: '--json', help: 'JSON on stdout' }, 'Flags:')],
  epilogue: 'A file added to scenarios/presets is a preset.',
  load: async () => (await import('./presets-action.js')).showPresets,
};
