import { el, onChange } from '#page/dom.js';
import { span, timestamp } from '#page/format.js';
import type { Section } from '#page/section.js';
import { themeButton } from '#page/theme.js';
import type { PageRun } from '../../report/page/page-types.js';

/** A part of the page, and what kind of run alone has it. */
type Link = readonly [id: string, label: string, kind?: PageRun['kind']];

const LINKS: readonly Link[] = [
  ['answer', 'Answer'],
  ['time', 'Over time'],
  ['distribution', 'Distribution', 'run'],
  ['problems', 'Problems'],
  ['rooms', 'Rooms', 'run'],
  ['plan', 'Plan'],
];

/** Which run this is, and where on the page is what. */
export function topBar(): Section {
  const run = el('span', { class: 'run-name' });
  const links = LINKS.map(([id, label, kind]) => ({ element: el('a', { href: `#${id}` }, label), kind }));
  const element = el(
    'div',
    { class: 'top-bar' },
    el('span', { class: 'brand' }, 'newyear-load'),
    run,
    el('nav', { 'aria-label': 'Parts of the page' }, ...links.map((link) => link.element)),
    themeButton(),
  );
  const draw = onChange(({ id, kind, startedAt, durationMs }: PageRun) => {
    for (const link of links) link.element.hidden = link.kind !== undefined && link.kind !== kind;
    const took = durationMs === null ? '' : ` · ${span(durationMs)}`;
    run.textContent = `run ${id} · ${timestamp(startedAt)}${took}`;
  });
  return { element, update: ({ run: about }) => draw(about) };
}
