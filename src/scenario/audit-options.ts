import { BOTH, option } from './option-spec.js';
import { auditShare, time } from './parsers.js';

/** Options of the audit, in the order of their help. */
export const AUDIT_OPTIONS = {
  audit: option({
    flag: '--audit',
    argument: '[share]',
    key: 'audit',
    fallback: 'false',
    help: 'Look for lost users and messages afterwards: all of them, or a sample, as 10%',
    commands: BOTH,
    scope: 'plan',
    parse: auditShare,
  }),
  auditWait: option({
    flag: '--audit-wait',
    argument: '<time>',
    key: 'auditWait',
    fallback: '30s',
    help: 'With --audit: look again for what is not there until nothing more has appeared for so long',
    commands: BOTH,
    scope: 'plan',
    parse: time(0),
  }),
};
