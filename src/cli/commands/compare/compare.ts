import { type FlagSpec, toOption } from '../../flags.js';
import { LOG_TAG, LOG_UNIT } from '../../reports/log-flags.js';
import type { CommandSpec } from '../command.js';

const FLAGS: readonly FlagSpec[] = [
  {
    flag: '--fail-on-regression',
    argument: '<expression>',
    repeatable: true,
    help: 'Exit with 99 when a change is beyond this and no noise: p99(delivery)>10%, p50(echo)>5ms, tps<-5%, lost>0',
  },
  { flag: '--force', help: 'Compare INVALID runs, too' },
  LOG_UNIT,
  LOG_TAG,
  {
    flag: '--out',
    short: '-o',
    argument: '<format[=file]>',
    repeatable: true,
    help: 'Write the comparison: md, html=cmp.html, json=cmp.json; without a file, or with -, to stdout',
  },
  { flag: '--json', help: 'The comparison as JSON on stdout, nothing else there' },
  { flag: '--quiet', short: '-q', help: 'Only errors and what --out writes' },
  { flag: '--no-color', help: 'No colours' },
];

/** Runs beside a base. */
export const compareCommand: CommandSpec = {
  operands: '<base.json> <new.json...>',
  options: () => FLAGS.map((spec) => toOption(spec, 'Flags:')),
  epilogue: `The files are reports that "run --out json=<file>" wrote, or HdrHistogram logs
(.hlog) of any tool, of which latencies are compared and nothing else.

Examples:
  newyear-load compare last-week.json today.json
  newyear-load compare main.json branch.json --fail-on-regression 'p99(delivery)>10%'
  newyear-load compare main.json branch.json --out md --out html=comparison.html
  newyear-load compare wrk2.hlog today.hlog --hlog-unit us

It exits with 0 whatever has changed, with 99 when a bound on regressions does
not hold, and with 2 when a run is INVALID, whose numbers mean nothing, unless
--force is given, or all bounds are on counts, which a busy machine does not
spoil. See docs/compare.md.`,
  load: async () => (await import('./compare-action.js')).compare,
};
