import { isMessage } from '../core/language/words.js';
import { parseQueueAddress, QUEUE_NAME } from '../core/queue-address.js';
import { BOTH, option } from './option-spec.js';
import { accepted, type Parser, quoted, rejected, rejectedAs, time, wholeNumber } from './parsers.js';

/** More agents than anybody has. */
const MOST_AGENTS = 1000;

/** A queue's URL; no complaint repeats it, for it may hold a password. */
export const queueUrl: Parser<string> = (text) => {
  const address = parseQueueAddress(text);
  return isMessage(address) ? rejectedAs(address) : accepted(text.trim());
};

const runName: Parser<string> = (text) =>
  QUEUE_NAME.test(text.trim()) ? accepted(text.trim()) : rejected('value.queue-name', { text: quoted(text) });

/** Options of runs on several machines, in the order of their help; they are no part of a plan. */
export const AGENT_OPTIONS = {
  agents: option({
    flag: '--agents',
    argument: '<n>',
    help: 'Let so many agents make the load, each a newyear-load agent on whatever machine',
    commands: BOTH,
    scope: 'agents',
    parse: wholeNumber(1, MOST_AGENTS),
  }),
  queue: option({
    flag: '--queue',
    argument: '<url>',
    environment: 'NEWYEAR_LOAD_QUEUE',
    secret: true,
    help: 'Where runs and agents meet: redis://user:password@host:6379',
    commands: BOTH,
    scope: 'agents',
    parse: queueUrl,
  }),
  agentsTimeout: option({
    flag: '--agents-timeout',
    argument: '<time>',
    fallback: '10m',
    help: 'How long to wait for enough agents',
    commands: BOTH,
    scope: 'agents',
    parse: time(0),
  }),
  agentPatience: option({
    flag: '--agent-patience',
    argument: '<time>',
    fallback: '15s',
    help: 'How long nothing may be heard of an agent before it is given up',
    commands: BOTH,
    scope: 'agents',
    parse: time(5000),
  }),
  runName: option({
    flag: '--run-name',
    argument: '<name>',
    help: 'Make the run of this name once: a second start of the same refuses itself',
    commands: BOTH,
    scope: 'agents',
    parse: runName,
  }),
};
