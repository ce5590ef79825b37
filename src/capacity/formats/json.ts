import type { CapacityFormat } from './format.js';

/** The whole report; docs/capacity.schema.json is its schema. */
export const jsonCapacity: CapacityFormat = {
  format: 'json',
  extension: 'json',
  render: (report) => `${JSON.stringify(report, null, 2)}\n`,
};
