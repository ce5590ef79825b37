import { type FlagSpec, toOption } from '../../flags.js';
import type { CommandSpec } from '../command.js';
import { AGENT_FLAGS } from './agent-flags.js';

/** A machine that makes load for runs of others. */
export const agentCommand: CommandSpec = {
  options: () => [
    ...Object.values(AGENT_FLAGS).map((spec: FlagSpec) => toOption(spec, 'The agent:')),
    toOption({ flag: '--quiet', short: '-q', help: 'Nothing but errors' }, 'What is shown:'),
    toOption({ flag: '--no-color', help: 'No colours' }, 'What is shown:'),
  ],
  epilogue: `Examples:
  newyear-load agent --queue redis://10.0.0.5:6379 --allow-host chat.example.org
  newyear-load run --agents 3 --queue redis://10.0.0.5:6379 --preset mega \\
    --target https://chat.example.org --allow-host chat.example.org

An agent waits for runs, takes part in one after the other, and connects to no
host that its own --allow-host does not name. Ctrl-C or SIGTERM lets it leave:
in a run, with what it has counted said. Needs the package ioredis beside it.`,
  load: async () => (await import('./agent-action.js')).agent,
};
