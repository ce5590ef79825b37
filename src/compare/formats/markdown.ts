import { markdownOf } from '../../report/comparison/comparison-markdown.js';
import { ENGLISH_VOICE } from '../../report/voice.js';
import type { ComparisonFormat } from './format.js';

/** For a pull request's comment: the answer, what really changed, and all other numbers folded. */
export const markdownFormat: ComparisonFormat = {
  format: 'md',
  extension: 'md',
  render: (comparison, voice = ENGLISH_VOICE) => `${markdownOf(comparison, voice)}\n`,
};
