import { el, fill, onChange } from '#page/dom.js';
import type { Section } from '#page/section.js';
import type { PageData } from '../report/page-types.js';

/** The answer in a sentence. */
export function headerSection(): Section {
  const element = el('header');
  const draw = onChange(({ headline }: Pick<PageData, 'headline'>) =>
    fill(element, el('h1', { class: `tone-${headline.tone}` }, headline.text)),
  );
  return { element, update: ({ headline }) => draw({ headline }) };
}
