import { printableJson } from '../../core/json.js';
import type { Reporter } from './reporter.js';

/** The whole report; docs/report.schema.json is its schema. */
export const jsonReporter: Reporter = {
  format: 'json',
  extension: 'json',
  describe: 'everything that was measured',
  render: (report) => `${printableJson(report, 2)}\n`,
};
