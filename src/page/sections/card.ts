import { type Child, el } from '#page/dom.js';

/** A box with a small heading. */
export function card(id: string, title: string, ...children: readonly Child[]): HTMLElement {
  return el('section', { class: 'card', id: `card-${id}` }, el('h2', {}, title), ...children);
}

/** One large number with what it counts. @param id for tests and links, unique on the page */
export function figure(id: string, label: string, value: string, tone?: 'good' | 'warn' | 'bad'): HTMLElement {
  return el(
    'div',
    { class: 'figure' },
    el('dt', {}, label),
    el('dd', { id, class: tone === undefined ? '' : `tone-${tone}` }, value),
  );
}

/** Large numbers side by side. */
export function figures(...children: readonly HTMLElement[]): HTMLElement {
  return el('dl', { class: 'figures' }, ...children);
}

/** Labels with values, one a line. */
export function facts(rows: readonly (readonly [label: string, value: string])[]): HTMLElement {
  return el('dl', { class: 'facts' }, ...rows.flatMap(([label, value]) => [el('dt', {}, label), el('dd', {}, value)]));
}

/** A table with a header row and its first column as headers of rows. */
export function table(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly [name: string, ...cells: string[]])[],
): HTMLElement {
  return el(
    'table',
    {},
    el('caption', { class: 'visually-hidden' }, caption),
    el(
      'thead',
      {},
      el(
        'tr',
        {}, // A cell without a text heads nothing.
        ...columns.map((column) => (column === '' ? el('td', {}) : el('th', { scope: 'col' }, column))),
      ),
    ),
    el(
      'tbody',
      {},
      ...rows.map(([name, ...cells]) =>
        el('tr', {}, el('th', { scope: 'row' }, name), ...cells.map((cell) => el('td', {}, cell))),
      ),
    ),
  );
}
