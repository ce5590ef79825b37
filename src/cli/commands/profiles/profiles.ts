import { toOption } from '../../flags.js';
import type { CommandSpec } from '../command.js';

/** What `--profile` takes. */
export const profilesCommand: CommandSpec = {
  options: () => [toOption({ flag: '--json', help: 'JSON on stdout' }, 'Flags:')],
  epilogue: 'A file added to scenarios/profiles is a profile. run --profile <name> --dry-run draws one.',
  load: async () => (await import('./profiles-action.js')).showProfiles,
};
