import { BOTH, option } from './option-spec.js';
import { anyText, trueOrFalse } from './parsers.js';
import { sourceAddresses } from './source-addresses.js';
import { hostName } from './target.js';

/** Options of where connections go, where they come from, and whose certificates are taken; in the order of their help. */
export const REACH_OPTIONS = {
  allowHost: option({
    flag: '--allow-host',
    argument: '<host>',
    repeatable: true,
    help: 'Let the run connect to this host, which is not on this machine',
    commands: BOTH,
    scope: 'plan',
    parse: hostName,
  }),
  source: option({
    flag: '--source',
    argument: '<addresses>',
    repeatable: true,
    help: 'Addresses of this machine that connections come from, dealt evenly: 127.0.0.1-127.0.0.8; one has some 28,000 ports',
    commands: BOTH,
    scope: 'plan',
    parse: sourceAddresses,
  }),
  ca: option({
    flag: '--ca',
    argument: '<file>',
    help: 'Trust the certificates of this PEM file, too, when the target speaks TLS',
    commands: BOTH,
    scope: 'plan',
    parse: anyText,
  }),
  insecure: option({
    flag: '--insecure',
    help: 'Check no certificate of the target; for tests of your own servers alone',
    commands: BOTH,
    scope: 'plan',
    parse: trueOrFalse,
  }),
};
