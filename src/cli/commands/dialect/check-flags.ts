import type { OptionName } from '../../../scenario/options.js';

/** Of a run's flags, those that a check has, too. */
export const CHECK_FLAGS = [
  'target',
  'dialect',
  'accounts',
  'theme',
  'allowHost',
  'source',
  'ca',
  'insecure',
  'json',
  'color',
] as const satisfies readonly OptionName[];

/** How long the server may take for one answer, unless told otherwise. */
export const DEFAULT_TIMEOUT = '5s';
