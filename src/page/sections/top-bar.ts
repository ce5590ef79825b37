import { el, onChange } from '#page/dom.js';
import { span, timestamp } from '#page/format.js';
import { phrase } from '#page/labels.js';
import type { Section } from '#page/section.js';
import { themeButton } from '#page/theme.js';
import type { PageData } from '../../report/page/page-types.js';

/** A part of the page, and which runs have it; all, when left out. */
type Link = readonly [id: string, label: string, isThere?: (shown: Shown) => boolean];

type Shown = Pick<PageData, 'run'> & { readonly hasStages: boolean };

const ofMessages = ({ run }: Shown): boolean => run.kind === 'run';

const LINKS: readonly Link[] = [
  ['answer', 'Answer'],
  ['stages', 'Stages', ({ hasStages }) => hasStages],
  ['time', 'Over time'],
  ['distribution', 'Distribution', ofMessages],
  ['problems', 'Problems'],
  ['rooms', 'Rooms', ofMessages],
  ['plan', 'Plan'],
];

/** Which run this is, and where on the page is what. */
export function topBar(): Section {
  const run = el('span', { class: 'run-name' });
  const links = LINKS.map(([id, label, isThere]) => ({ element: el('a', { href: `#${id}` }, label), isThere }));
  const element = el(
    'header',
    { class: 'top-bar' },
    el('span', { class: 'brand' }, 'newyear-load'),
    run,
    el('nav', { 'aria-label': 'Parts of the page' }, ...links.map((link) => link.element)),
    themeButton(),
  );
  const draw = onChange((shown: Shown) => {
    const { id, startedAt, durationMs } = shown.run;
    for (const link of links) link.element.hidden = link.isThere?.(shown) === false;
    const took = durationMs === null ? '' : ` · ${span(durationMs)}`;
    run.textContent = `${phrase('run {id}', { id })} · ${timestamp(startedAt)}${took}`;
  });
  return { element, update: ({ run: about, plan: { stages } }) => draw({ run: about, hasStages: stages.length > 0 }) };
}
