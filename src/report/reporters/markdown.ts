import { FOLDED_SECTIONS, OPEN_SECTIONS } from '../markdown/sections.js';
import type { Reporter } from './reporter.js';

/** A comment on GitHub takes 65,536 characters; somebody may add a few of their own. */
const MOST_CHARACTERS = 60_000;

const LEFT_OUT = 'More was left out here, which would have been too long; the JSON report has it all.';

/** The result for a pull request's comment or a step's summary: the answer, the numbers, and the rest folded. */
export const markdownReporter: Reporter = {
  format: 'md',
  extension: 'md',
  describe: 'the summary for a pull request or a step summary',
  render(report) {
    const sections = [...OPEN_SECTIONS, ...FOLDED_SECTIONS].map((section) => section(report));
    const kept: string[] = [];
    let length = LEFT_OUT.length + 2;
    let isCut = false;
    for (const section of sections) {
      if (section === '') continue;
      if (length + section.length + 2 > MOST_CHARACTERS) isCut = true;
      else {
        kept.push(section);
        length += section.length + 2;
      }
    }
    return `${[...kept, ...(isCut ? [LEFT_OUT] : [])].join('\n\n')}\n`;
  },
};
