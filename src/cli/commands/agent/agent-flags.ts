import { AGENT_OPTIONS } from '../../../scenario/agent-options.js';
import type { FlagSpec } from '../../flags.js';

/** The flags of `agent`, by the name that commander gives their values. */
export const AGENT_FLAGS = {
  queue: {
    flag: '--queue',
    argument: '<url>',
    environment: AGENT_OPTIONS.queue.environment,
    help: AGENT_OPTIONS.queue.help,
  },
  name: { flag: '--name', argument: '<name>', fallback: 'the name of the host', help: 'What reports call it' },
  workers: {
    flag: '--workers',
    argument: '<n>',
    fallback: 'one fewer than there are processors',
    help: 'Worker threads that runs may have of it at the most',
  },
  allowHost: {
    flag: '--allow-host',
    argument: '<host>',
    repeatable: true,
    help: 'Let runs connect from here to this host, which is not on this machine',
  },
  source: {
    flag: '--source',
    argument: '<addresses>',
    repeatable: true,
    help: 'Addresses of this machine that connections come from, dealt evenly',
  },
  stateFile: {
    flag: '--state-file',
    argument: '<file>',
    environment: 'NEWYEAR_LOAD_AGENT_STATE',
    help: 'Write once a second into this file how the agent is, for --health',
  },
  health: {
    flag: '--health',
    argument: '[ready|live]',
    help: 'Say by the --state-file of an agent how that is, and exit: with 0 when it is connected to its queue (ready), or at work at all (live), with 3 when not',
  },
} as const satisfies Readonly<Record<string, FlagSpec>>;
