import type { Option } from 'commander';
import { OPTIONS, type OptionName } from '../../scenario/options.js';
import { type FlagSpec, toOption } from '../flags.js';

const SHOWN: readonly OptionName[] = ['out', 'json', 'quiet', 'color'];

/** The flags of commands that show a report which is there already. */
export function reportOptions(): Option[] {
  const failOn: FlagSpec = { ...OPTIONS.failOn, help: `${OPTIONS.failOn.help}; 99 if it does not hold` };
  return [
    toOption(failOn, 'What is asked of it:'),
    ...SHOWN.map((name) => toOption(OPTIONS[name], 'What is shown and written:')),
  ];
}
