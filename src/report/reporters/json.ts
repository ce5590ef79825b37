import { printableJson } from '../../core/json.js';
import { REPORT_FORMATS } from '../report-formats.js';
import type { Reporter } from './reporter.js';

/** The whole report; docs/report.schema.json is its schema. */
export const jsonReporter: Reporter = {
  ...REPORT_FORMATS.json,
  render: (report) => `${printableJson(report, 2)}\n`,
};
