import type { CommandEntry } from './command.js';

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'run',
    summary: 'flood a chat server and say what happened (the default)',
    isDefault: true,
    spec: async () => (await import('./run/run.js')).runCommand,
  },
  {
    name: 'capacity',
    summary: 'find the largest load that a chat server holds, with bounds',
    spec: async () => (await import('./capacity/capacity.js')).capacityCommand,
  },
  {
    name: 'connect',
    summary: 'register, log in, connect, stay, disconnect; no messages',
    spec: async () => (await import('./connect/connect.js')).connectCommand,
  },
  {
    name: 'agent',
    summary: 'make load for runs that are started elsewhere, until Ctrl-C',
    spec: async () => (await import('./agent/agent.js')).agentCommand,
  },
  {
    name: 'serve',
    summary: 'the practice chat server, until Ctrl-C',
    spec: async () => (await import('./serve/serve.js')).serveCommand,
  },
  {
    name: 'proxy',
    summary: 'a TCP proxy with exact faults: delay, rate, cuts, until Ctrl-C',
    spec: async () => (await import('./proxy/proxy.js')).proxyCommand,
  },
  {
    name: 'lab',
    summary: 'exercises: mend a chat server, and have it proven',
    spec: async () => (await import('./lab/lab.js')).labCommand,
  },
  {
    name: 'report',
    summary: 'show a report again, in any format, or rebuild it from a record',
    spec: async () => (await import('./report/report.js')).reportCommand,
  },
  {
    name: 'compare',
    summary: 'say what changed from one run to others: noise, better or worse',
    spec: async () => (await import('./compare/compare.js')).compareCommand,
  },
  {
    name: 'merge',
    summary: 'make one report of several runs, exactly, from their histograms',
    spec: async () => (await import('./merge/merge.js')).mergeCommand,
  },
  {
    name: 'presets',
    summary: 'list the presets, and what they make of a server',
    spec: async () => (await import('./presets/presets.js')).presetsCommand,
  },
  {
    name: 'profiles',
    summary: 'list the profiles, by which the rate of a run changes',
    spec: async () => (await import('./profiles/profiles.js')).profilesCommand,
  },
  {
    name: 'dialect',
    summary: 'try a dialect on a server, step by step, with two users',
    spec: async () => (await import('./dialect/dialect.js')).dialectCommand,
  },
  {
    name: 'dialects',
    summary: 'list the ready dialects, by which chat servers are spoken to',
    spec: async () => (await import('./dialects/dialects.js')).dialectsCommand,
  },
  {
    name: 'truth',
    summary: 'prove the numbers on practice servers whose faults are known',
    spec: async () => (await import('./truth/truth.js')).truthCommand,
  },
  {
    name: 'completion',
    summary: 'print a script by which a shell completes commands, flags and names',
    spec: async () => (await import('./completion/completion.js')).completionCommand,
  },
  {
    name: 'man',
    summary: 'print the manual page, for man',
    spec: async () => (await import('./man/man.js')).manCommand,
  },
];
