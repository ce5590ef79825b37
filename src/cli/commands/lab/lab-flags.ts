import type { FlagSpec } from '../../flags.js';

/** The flags of `lab`, by the name that commander gives their values; each says which of its words it is for. */
export const LAB_FLAGS = {
  target: {
    flag: '--target',
    short: '-t',
    argument: '<url>',
    repeatable: true,
    help: 'check: the server, which runs already; several times for several instances',
  },
  server: {
    flag: '--server',
    argument: '<command>',
    help: 'check: the command that starts the server, which finds its port in PORT; the lab starts, signals and stops it',
  },
  pid: {
    flag: '--pid',
    argument: '<n>',
    help: 'check --target: the process of the server, if it is not found by its port',
  },
  data: { flag: '--data', argument: '<dir>', help: 'check, serve: the folder of its data, told as DATA_DIR' },
  metrics: {
    flag: '--metrics',
    argument: '<path>',
    fallback: '/metrics',
    help: 'check: where the server tells its metrics',
  },
  dialect: {
    flag: '--dialect',
    argument: '<name|file>',
    fallback: 'minitalk',
    help: 'check: how to talk to the server',
  },
  allowHost: { flag: '--allow-host', argument: '<host>', repeatable: true, help: 'check: let loads go to this host' },
  short: { flag: '--short', help: 'check: in a fraction of the time; proves nothing, and counts for nothing' },
  solved: { flag: '--solved', help: 'serve: the mended server instead of the broken one' },
  variant: { flag: '--variant', argument: '<name>', help: 'serve: another broken server, where there are several' },
  port: { flag: '--port', argument: '<n>', environment: 'PORT', help: 'serve: where to listen; 0 takes a free port' },
  hint: { flag: '--hint', argument: '<n>', help: 'show: one hint, from the first, which gives away least' },
  out: { flag: '--out', short: '-o', argument: '<md=file>', help: 'report: the card as Markdown' },
} as const satisfies Readonly<Record<string, FlagSpec>>;
