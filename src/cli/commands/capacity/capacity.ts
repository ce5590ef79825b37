import { OPTIONS, type OptionName, type OptionSpec } from '../../../scenario/options.js';
import { type FlagSpec, toOption } from '../../flags.js';
import type { CommandSpec } from '../command.js';
import { RUN_OPTIONS, SEARCH_FLAGS } from './search-flags.js';

const SHOWN: readonly OptionName[] = ['json', 'quiet', 'color', 'progress', 'dryRun'];

const OUT: FlagSpec = {
  flag: '--out',
  short: '-o',
  argument: '<format=file>',
  repeatable: true,
  help: 'Write what was found: html=capacity.html, json, csv, junit, md; - is stdout',
};

/** The largest load that holds. */
export const capacityCommand: CommandSpec = {
  options: () => [
    ...Object.values<FlagSpec>(SEARCH_FLAGS).map((spec) => toOption(spec, 'What is searched:')),
    ...RUN_OPTIONS.map((name) => toOption(OPTIONS[name] as OptionSpec<unknown>, 'Who is there, and where:')),
    ...[OUT, ...SHOWN.map((name): FlagSpec => OPTIONS[name] as OptionSpec<unknown>)].map((spec) =>
      toOption(spec, 'What is shown and written:'),
    ),
  ],
  epilogue: `Examples:
  newyear-load capacity --embedded
  newyear-load capacity --target http://127.0.0.1:3000 --slo 'p99(delivery)<100ms' --slo lost==0
  newyear-load capacity --from 200 --width 2% --out html=capacity.html --out json=capacity.json
  newyear-load capacity --at-least 1000 --budget 5m

The search is that of RFC 9971 (MLRsearch): docs/capacity.md says what its answer
means and how to choose trials and budget. Ctrl-C reports the bounds known so far.

Exit codes:
    0  searched, and nothing was asked for that did not come out
    1  a fault of newyear-load itself, or a report that could not be written
    2  usage: bad flag, bad scenario, bad expression
    3  could not start: target unreachable or refused, nobody could connect
    4  less than --at-least, and this machine was the limit
   99  less than --at-least holds, or the target went away
  130  stopped by Ctrl-C, 143 by SIGTERM; the bounds known are reported first
`,
  load: async () => (await import('./capacity-action.js')).findCapacity,
};
