import { toOption } from '../../flags.js';
import type { CommandSpec } from '../command.js';

/** The manual page. */
export const manCommand: CommandSpec = {
  options: () => [toOption({ flag: '--no-color', help: 'No colours' }, 'Flags:')],
  epilogue: `Examples:
  npx newyear-load man | man -l -      read it
  man newyear-load                     after npm install --global newyear-load`,
  load: async () => (await import('./man-action.js')).printManual,
};
