import type { FlagSpec } from '../../flags.js';

/** The flags of `proxy`, by the name that commander gives their values. */
export const PROXY_FLAGS = {
  listen: {
    flag: '--listen',
    argument: '<[host:]port>',
    help: 'Where to listen; 0 takes a free port, and the host is 127.0.0.1',
  },
  to: {
    flag: '--to',
    argument: '<[host:]port>',
    help: 'Where connections lead to: a server, or what a server needs, such as its database',
  },
  fault: {
    flag: '--fault',
    argument: '<spec>',
    repeatable: true,
    help: 'Let something go wrong on the way, exactly as said; see below',
  },
  seed: { flag: '--seed', argument: '<n>', fallback: '1', help: 'The same jitter again' },
  allowHost: {
    flag: '--allow-host',
    argument: '<host>',
    repeatable: true,
    help: 'Let connections lead to this host, which is not on this machine, or listen at this address of it',
  },
} as const satisfies Readonly<Record<string, FlagSpec>>;
