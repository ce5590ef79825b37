import type { Option } from 'commander';
import { OPTIONS, type OptionName } from '../../scenario/options.js';
import { type FlagSpec, toOption } from '../flags.js';

const SHOWN: readonly OptionName[] = ['json', 'quiet', 'color'];
const HEADING = 'What is shown and written:';

/** The flags of commands that show a report which is there already. */
export function reportOptions(): Option[] {
  const failOn: FlagSpec = { ...OPTIONS.failOn, help: `${OPTIONS.failOn.help}; 99 if it does not hold` };
  // Of a run that is over, no record can be made.
  const out: FlagSpec = {
    ...OPTIONS.out,
    help: 'Write it: html=report.html, json, csv, hlog, junit, md; - is stdout',
  };
  return [
    toOption(failOn, 'What is asked of it:'),
    toOption(out, HEADING),
    ...SHOWN.map((name) => toOption(OPTIONS[name], HEADING)),
  ];
}
