import { toOption } from '../../flags.js';
import { LOG_UNIT } from '../../reports/log-flags.js';
import { reportOptions } from '../../reports/report-options.js';
import type { CommandSpec } from '../command.js';

/** Several runs as one. */
export const mergeCommand: CommandSpec = {
  operands: '<a.json> <b.json…>',
  options: () => [...reportOptions(), toOption(LOG_UNIT, 'HdrHistogram logs:')],
  epilogue: `For generators on several machines that shared one load: counts add up, and
percentiles are those of all samples together, never averages.

Examples:
  newyear-load merge one.json other.json --out json=both.json
  newyear-load merge host-*.json --fail-on 'p99(delivery)<250ms'
  newyear-load merge one.hlog other.hlog --out hlog=both.hlog

Records (run.ndjson) are taken as well, and HdrHistogram logs (.hlog) of any tool
with each other: these make a log, or JSON of its latencies. The thresholds of the runs are evaluated
again; like "report", it exits with 99 only for those of --fail-on.`,
  load: async () => (await import('./merge-files.js')).runMerge,
};
