import { FAULT_KINDS } from '../../../practice/faults/table.js';
import { type FlagSpec, toOption } from '../../flags.js';
import type { CommandSpec } from '../command.js';
import { SERVE_FLAGS } from './serve-flags.js';

const WIDEST_FAULT = Math.max(...FAULT_KINDS.map(({ example }) => example.length));

const faultHelp = FAULT_KINDS.map(({ example, effect }) => `  ${example.padEnd(WIDEST_FAULT)}  ${effect}`).join('\n');

/** The practice server. */
export const serveCommand: CommandSpec = {
  options: () => [
    ...Object.values(SERVE_FLAGS).map((spec: FlagSpec) => toOption(spec, 'The server:')),
    toOption({ flag: '--quiet', short: '-q', help: 'Only the URL, on stdout' }, 'What is shown:'),
    toOption({ flag: '--no-color', help: 'No colours' }, 'What is shown:'),
  ],
  epilogue: `Faults, for example:
${faultHelp}

It exits with 0 when it is ended by Ctrl-C or SIGTERM, and with 3 when it cannot listen.`,
  load: async () => (await import('./serve-action.js')).serve,
};
