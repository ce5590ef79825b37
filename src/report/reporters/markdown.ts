import { withinComment } from '../markdown/escape.js';
import { FOLDED_SECTIONS } from '../markdown/folded-sections.js';
import { OPEN_SECTIONS } from '../markdown/sections.js';
import { ENGLISH_VOICE } from '../voice.js';
import { REPORT_FORMATS } from '../report-formats.js';
import type { Reporter } from './reporter.js';

/** The result for a pull request's comment or a step's summary: the answer, the numbers, and the rest folded. */
export const markdownReporter: Reporter = {
  ...REPORT_FORMATS.md,
  render(report, _place, voice = ENGLISH_VOICE) {
    const sections = [...OPEN_SECTIONS, ...FOLDED_SECTIONS].map((section) => section(report, voice));
    return `${withinComment(
      sections.filter((section) => section !== ''),
      'report',
    )}\n`;
  },
};
