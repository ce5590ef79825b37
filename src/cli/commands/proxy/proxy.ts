import { PROXY_FAULTS } from '../../../proxy/proxy-faults.js';
import { type FlagSpec, toOption } from '../../flags.js';
import type { CommandSpec } from '../command.js';
import { PROXY_FLAGS } from './proxy-flags.js';

const kinds = Object.values(PROXY_FAULTS);
const WIDEST_FAULT = Math.max(...kinds.map(({ example }) => example.length));
const faultHelp = kinds.map(({ example, effect }) => `  ${example.padEnd(WIDEST_FAULT)}  ${effect}`).join('\n');

/** A network that is as bad as one likes. */
export const proxyCommand: CommandSpec = {
  options: () => [
    ...Object.values(PROXY_FLAGS).map((spec: FlagSpec) => toOption(spec, 'The proxy:')),
    toOption({ flag: '--json', help: 'What it has done as JSON on stdout, at its end' }, 'What is shown:'),
    toOption({ flag: '--quiet', short: '-q', help: 'Only the address, on stdout' }, 'What is shown:'),
    toOption({ flag: '--no-color', help: 'No colours' }, 'What is shown:'),
  ],
  epilogue: `Faults, for example:
${faultHelp}

Cuts and hangs are counted from the first connection, and may be given several times.
It exits with 0 when it is ended by Ctrl-C or SIGTERM, with what it has done, and with 3 when it cannot listen.`,
  load: async () => (await import('./proxy-action.js')).proxy,
};
