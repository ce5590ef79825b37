import { markdownOf } from '../../report/comparison/comparison-markdown.js';
import type { ComparisonFormat } from './format.js';

/** For a pull request's comment: the answer, what really changed, and all other numbers folded. */
export const markdownFormat: ComparisonFormat = {
  format: 'md',
  extension: 'md',
  render: (comparison) => `${markdownOf(comparison)}\n`,
};
