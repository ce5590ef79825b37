import { withinComment } from '../markdown/escape.js';
import { FOLDED_SECTIONS } from '../markdown/folded-sections.js';
import { OPEN_SECTIONS } from '../markdown/sections.js';
import { ENGLISH_VOICE } from '../voice.js';
import type { Reporter } from './reporter.js';

/** The result for a pull request's comment or a step's summary: the answer, the numbers, and the rest folded. */
export const markdownReporter: Reporter = {
  format: 'md',
  extension: 'md',
  describe: 'the summary for a pull request or a step summary',
  render(report, _place, voice = ENGLISH_VOICE) {
    const sections = [...OPEN_SECTIONS, ...FOLDED_SECTIONS].map((section) => section(report, voice));
    return `${withinComment(
      sections.filter((section) => section !== ''),
      'report',
    )}\n`;
  },
};
