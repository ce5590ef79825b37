import { toOption } from '../../flags.js';
import { reportOptions } from '../../reports/report-options.js';
import type { CommandSpec } from '../command.js';

/** Formats of a run that is over. */
export const reportCommand: CommandSpec = {
  operands: '<run.json|run.ndjson>',
  options: () => [
    toOption(
      { flag: '--from', argument: '<file>', help: 'The file, instead of the bare word' },
      'What it is made from:',
    ),
    ...reportOptions(),
  ],
  epilogue: `Examples:
  newyear-load report run.json --out html=report.html --out md=summary.md
  newyear-load report --from run.ndjson --out json=run.json   after a kill -9
  newyear-load report run.json --fail-on 'p99(delivery)<250ms'

It exits with 0, whatever the run itself ended with; with 1 when a report cannot
be written, with 2 when the file is no report and no record, and with 99 when a
threshold of --fail-on does not hold.`,
  load: async () => (await import('./show-report.js')).runReport,
};
