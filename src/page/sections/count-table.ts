import { el, fill, onChange } from '#page/dom.js';
import { labelled, phrase } from '#page/labels.js';

/** A column of a {@link countTable}. */
export interface CountColumn<Row> {
  readonly label: string;
  readonly text: (row: Row) => string;
  /** Left out where there is little room. */
  readonly isSpare?: true;
  readonly tone?: (row: Row) => 'warn' | 'bad' | undefined;
}

/** What a {@link countTable} is about. */
export interface CountTable<Row> {
  readonly id: string;
  readonly title: string;
  /** Heading and text of the first column, which names the row. */
  readonly heading: string;
  readonly nameOf: (row: Row) => string;
  readonly columns: readonly CountColumn<Row>[];
}

/** A section with a small table, a row for each of what there are; hidden without any. */
export function countTable<Row>({ id, title, heading, nameOf, columns }: CountTable<Row>): {
  readonly element: HTMLElement;
  readonly draw: (rows: readonly Row[]) => void;
} {
  const body = el('tbody');
  const heads = columns.map(({ label, isSpare }) => el('th', { scope: 'col', class: isSpare ? 'spare' : '' }, label));
  const table = el(
    'table',
    { class: 'entrances' },
    el('caption', { class: 'visually-hidden' }, title),
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, heading), ...heads)),
    body,
  );
  const element = el(
    'section',
    { id, 'aria-labelledby': `${id}-title` },
    el('div', { class: 'section-head' }, el('h2', { id: `${id}-title` }, title)),
    el(
      'div',
      {
        class: 'scroll',
        tabindex: 0,
        role: 'region',
        'aria-label': phrase('Table: {title}', { title: labelled(title) }),
      },
      table,
    ),
  );
  const rowOf = (row: Row): HTMLElement => {
    const cells = columns.map(({ text, isSpare, tone }) => {
      const told = tone?.(row);
      const classes = [isSpare ? 'spare' : '', told === undefined ? '' : `tone-${told}`];
      return el('td', { class: classes.join(' ').trim() }, text(row));
    });
    return el('tr', {}, el('th', { scope: 'row' }, nameOf(row)), ...cells);
  };
  const draw = onChange((rows: readonly Row[]) => fill(body, ...rows.map(rowOf)));
  return {
    element,
    draw: (rows) => {
      element.hidden = rows.length === 0;
      draw(rows);
    },
  };
}
