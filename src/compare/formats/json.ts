import type { ComparisonFormat } from './format.js';

/** The whole comparison; docs/compare.md explains its fields. */
export const jsonFormat: ComparisonFormat = {
  format: 'json',
  extension: 'json',
  render: (comparison) => `${JSON.stringify(comparison, null, 2)}\n`,
};
