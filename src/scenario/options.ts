import { MOST_STAGES } from '../core/stages.js';
import { AGENT_OPTIONS } from './agent-options.js';
import { AUDIT_OPTIONS } from './audit-options.js';
import { BOTH, option, RUN } from './option-spec.js';
import { OUTPUT_OPTIONS } from './output-options.js';
import { anyText, askedRate, canaryRate, roomSize, time, trueOrFalse, wholeNumber, workerCount } from './parsers.js';
import { PEOPLE_OPTIONS } from './people-options.js';
import { REACH_OPTIONS } from './reach-options.js';
import { stageText, stepRates } from './stage-texts.js';
import { DEFAULT_TARGET, targetUrl } from './target.js';
import { WATCH_OPTIONS } from './watch-options.js';

export type { OptionSpec } from './option-spec.js';

/** Upper bound of users and rooms: far beyond one machine, near enough to catch a slip of the finger. */
const MOST_USERS = 1_000_000;

/** More entrances of one chat are a mistake. */
const MOST_TARGETS = 1000;

/** Stands in a list of alert rules for none at all. */
export const NO_ALERTS = 'none';

/** All options of `run` and `connect`, in the order of their help. */
export const OPTIONS = {
  preset: option({
    flag: '--preset',
    short: '-p',
    argument: '<name>',
    fallback: 'quick',
    help: 'Start from a preset: quick, medium, strong, extreme, mega, ultra',
    commands: BOTH,
    scope: 'source',
    parse: anyText,
  }),
  scenario: option({
    flag: '--scenario',
    short: '-s',
    argument: '<name|file>',
    help: 'Start from a scenario of ours (promotion) or a file of your own, or run the plan of a JSON report again',
    commands: BOTH,
    scope: 'source',
    parse: anyText,
  }),
  target: option({
    flag: '--target',
    short: '-t',
    argument: '<url>',
    repeatable: true,
    most: MOST_TARGETS,
    key: 'target',
    fallback: DEFAULT_TARGET,
    help: 'Chat server to talk to; several are entrances of one chat, to which users are dealt evenly',
    commands: BOTH,
    scope: 'plan',
    parse: targetUrl,
  }),
  embedded: option({
    flag: '--embedded',
    help: 'Start the practice server on a free port, run against it, stop it',
    commands: BOTH,
    scope: 'source',
    parse: trueOrFalse,
  }),
  users: option({
    flag: '--users',
    short: '-u',
    argument: '<n>',
    key: 'users',
    help: 'Users that register and connect',
    commands: BOTH,
    scope: 'plan',
    parse: wholeNumber(2, MOST_USERS),
  }),
  rooms: option({
    flag: '--rooms',
    short: '-r',
    argument: '<n>',
    key: 'rooms',
    help: 'Chat rooms',
    commands: RUN,
    scope: 'plan',
    // None is what a connection test has.
    parse: wholeNumber(0, MOST_USERS, 1),
  }),
  duration: option({
    flag: '--duration',
    short: '-d',
    argument: '<time>',
    key: 'duration',
    help: 'How long messages are sent, or connections held: 500ms, 30s, 5m, 1h',
    commands: BOTH,
    scope: 'plan',
    parse: time(1),
  }),
  rate: option({
    flag: '--rate',
    argument: '<n|max>',
    key: 'rate',
    help: 'Messages per second offered by the whole run, 0.2/user for so many of each user, or max: as fast as the target takes them',
    commands: RUN,
    scope: 'plan',
    parse: askedRate,
  }),
  window: option({
    flag: '--window',
    argument: '<n>',
    key: 'window',
    fallback: '1',
    help: 'With --rate max: messages a sender may have undelivered at once',
    commands: RUN,
    scope: 'plan',
    parse: wholeNumber(1, 10_000),
  }),
  stage: option({
    flag: '--stage',
    argument: '<[name=]time:rate>',
    repeatable: true,
    most: MOST_STAGES,
    key: 'stages',
    help: 'A part of the run with a load of its own: 30s:200 goes to 200 messages/s, 30s@200 holds them; 150% of the rate, 0.2/user',
    commands: RUN,
    scope: 'plan',
    parse: stageText,
  }),
  steps: option({
    flag: '--steps',
    argument: '<rate,rate,…>',
    key: 'steps',
    help: 'Equally long stages, each at a rate of its own: 50,100,300',
    commands: RUN,
    scope: 'plan',
    parse: stepRates,
  }),
  profile: option({
    flag: '--profile',
    argument: '<name|file>',
    key: 'profile',
    help: 'Stages by name, in per cent of rate and duration: load, stress, spike, soak, steps, new-year',
    commands: RUN,
    scope: 'plan',
    parse: anyText,
  }),
  warmUp: option({
    flag: '--warm-up',
    argument: '<time>',
    key: 'warmUp',
    help: 'Begin with a stage at the base rate whose times are no results',
    commands: RUN,
    scope: 'plan',
    parse: time(1),
  }),
  ...PEOPLE_OPTIONS,
  roomSize: option({
    flag: '--room-size',
    argument: '<n|a-b|all>',
    key: 'roomSize',
    fallback: '3-8',
    help: 'Members per room, drawn at random from a range; all = every user in a room, spread evenly',
    commands: RUN,
    scope: 'plan',
    parse: roomSize,
  }),
  theme: option({
    flag: '--theme',
    argument: '<name|file>',
    key: 'theme',
    fallback: 'new-year',
    help: 'Message and room texts',
    commands: RUN,
    scope: 'plan',
    parse: anyText,
  }),
  dialect: option({
    flag: '--dialect',
    argument: '<name|file>',
    key: 'dialect',
    fallback: 'minitalk',
    help: 'How to talk to the chat server',
    commands: BOTH,
    scope: 'plan',
    parse: anyText,
  }),
  accounts: option({
    flag: '--accounts',
    argument: '<file>',
    key: 'accounts',
    help: 'Existing accounts as CSV, a user a row: its columns are {{user.<column>}} in the dialect, and nobody registers',
    commands: BOTH,
    scope: 'plan',
    parse: anyText,
  }),
  workers: option({
    flag: '--workers',
    argument: '<n|auto>',
    key: 'workers',
    fallback: 'auto',
    help: 'Worker threads; auto = as many as help, at most one fewer than there are processors',
    commands: BOTH,
    scope: 'plan',
    parse: workerCount,
  }),
  drain: option({
    flag: '--drain',
    argument: '<time>',
    key: 'drain',
    fallback: '5s',
    help: 'How long to wait for deliveries after the last send; ends early when all arrived',
    commands: RUN,
    scope: 'plan',
    parse: time(0),
  }),
  seed: option({
    flag: '--seed',
    argument: '<n>',
    key: 'seed',
    help: 'Same schedule, texts and room picks again',
    commands: BOTH,
    scope: 'plan',
    parse: wholeNumber(0, 0xffff_ffff),
  }),
  failOn: option({
    flag: '--fail-on',
    argument: '<expression>',
    repeatable: true,
    key: 'thresholds',
    help: 'Threshold: p99(delivery)<250ms, lost==0, errors<1%, tps>=1000',
    commands: BOTH,
    scope: 'plan',
    parse: anyText,
  }),
  alert: option({
    flag: '--alert',
    argument: '<expression|none>',
    repeatable: true,
    key: 'alerts',
    fallback: 'memory>80%, p95(delivery)>1s, errors>5%, backlog>10000',
    help: 'Tell when this is so in a second of the run; replaces all rules that hold by default',
    commands: BOTH,
    scope: 'plan',
    parse: anyText,
  }),
  ...REACH_OPTIONS,
  ...AUDIT_OPTIONS,
  canary: option({
    flag: '--no-canary',
    key: 'canary',
    fallback: 'true',
    help: 'Without the two observer connections',
    commands: RUN,
    scope: 'plan',
    parse: trueOrFalse,
  }),
  canaryRate: option({
    flag: '--canary-rate',
    argument: '<n>',
    key: 'canaryRate',
    fallback: '10',
    help: 'Messages per second of the two observers: fewer for a server that limits how often somebody may send',
    commands: RUN,
    scope: 'plan',
    parse: canaryRate,
  }),
  ...WATCH_OPTIONS,
  ...AGENT_OPTIONS,
  ...OUTPUT_OPTIONS,
};

export type OptionName = keyof typeof OPTIONS;

/**
 * Flags as a command line or the menu gives them, by option name (`roomSize` for `--room-size`, `canary` for `--no-canary`).
 * Texts are not yet checked. An option that is off by `--no-…` is `false`, and `true` when no flag was given.
 */
export type FlagValues = { readonly [N in OptionName]?: string | boolean | readonly string[] | undefined };

/** Options that a scenario file may set. */
export const FILE_OPTIONS = (Object.keys(OPTIONS) as OptionName[]).filter((name) => 'key' in OPTIONS[name]);
