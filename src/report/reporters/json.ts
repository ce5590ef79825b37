import type { Reporter } from './reporter.js';

/** Signs by which build servers find commands in what is printed (`##[error]`, `##vso[…]`). */
const COMMAND_SIGN = /##(?=\w{0,20}\[)/g;

/** The whole report; docs/report.schema.json is its schema. */
export const jsonReporter: Reporter = {
  format: 'json',
  extension: 'json',
  describe: 'everything that was measured',
  // JSON takes any character of a string as its number, so that the value stays the same.
  render: (report) => `${JSON.stringify(report, null, 2).replace(COMMAND_SIGN, '#\\u0023')}\n`,
};
