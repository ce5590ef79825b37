import { el, onChange } from '#page/dom.js';
import { span, timestamp } from '#page/format.js';
import type { Section } from '#page/section.js';
import { themeButton } from '#page/theme.js';
import type { PageRun } from '../../report/page-types.js';

const LINKS = [
  ['answer', 'Answer'],
  ['time', 'Over time'],
  ['distribution', 'Distribution'],
  ['problems', 'Problems'],
  ['rooms', 'Rooms'],
  ['plan', 'Plan'],
] as const;

/** Which run this is, and where on the page is what. */
export function topBar(): Section {
  const run = el('span', { class: 'run-name' });
  const links = LINKS.map(([id, label]) => el('a', { href: `#${id}` }, label));
  const element = el(
    'div',
    { class: 'top-bar' },
    el('span', { class: 'brand' }, 'newyear-load'),
    run,
    el('nav', { 'aria-label': 'Parts of the page' }, ...links),
    themeButton(),
  );
  const draw = onChange(({ id, startedAt, durationMs }: PageRun) => {
    const took = durationMs === null ? '' : ` · ${span(durationMs)}`;
    run.textContent = `run ${id} · ${timestamp(startedAt)}${took}`;
  });
  return { element, update: ({ run: about }) => draw(about) };
}
