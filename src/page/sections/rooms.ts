import { el, fill, onChange } from '#page/dom.js';
import { count, latency } from '#page/format.js';
import { labelled, phrase } from '#page/labels.js';
import type { Section } from '#page/section.js';
import type { RoomColumn } from '../../metrics/columns.js';
import type { PageRooms } from '../../report/page/page-types.js';

interface Column {
  readonly key: RoomColumn | 'name';
  readonly label: string;
  readonly format: (value: number | null) => string;
  /** Left out where there is little room. */
  readonly isSpare?: true;
  /** Told in colour when it is not 0. */
  readonly tone?: 'warn' | 'bad';
}

const COLUMNS: readonly Column[] = [
  { key: 'name', label: 'room', format: count },
  { key: 'members', label: 'members', format: count },
  { key: 'sent', label: 'sent', format: count },
  { key: 'expected', label: 'expected', format: count, isSpare: true },
  { key: 'received', label: 'received', format: count, isSpare: true },
  { key: 'lost', label: 'lost', format: count, tone: 'bad' },
  { key: 'unconfirmed', label: 'lost in flight', format: count, isSpare: true, tone: 'bad' },
  { key: 'receiverGone', label: 'receiver gone', format: count, isSpare: true, tone: 'warn' },
  { key: 'duplicated', label: 'duplicated', format: count, isSpare: true, tone: 'warn' },
  { key: 'reordered', label: 'out of order', format: count, isSpare: true, tone: 'warn' },
  { key: 'p99Ms', label: 'p99', format: latency },
];

/** Rows that the table has room for. */
const MOST_AT_ONCE = 14;

/** How the table is sorted; undefined as it came: the worst first. */
interface SortOrder {
  readonly key: Column['key'];
  readonly isDescending: boolean;
}

/** Every room, the worst first, to be sorted by any column. */
export function roomTable(): Section {
  let order: SortOrder | undefined;
  let shown: PageRooms | null = null;
  const note = el('p', { class: 'note' });
  const body = el('tbody');
  const head = el('tr');
  const table = el(
    'table',
    { class: 'rooms' },
    el('caption', { class: 'visually-hidden' }, 'Rooms; the buttons in the header sort'),
    el('thead', {}, head),
    body,
  );
  const scroll = el(
    'div',
    { class: 'scroll tall', tabindex: 0, role: 'region', 'aria-label': 'Table of rooms' },
    table,
  );
  const element = el(
    'section',
    { id: 'rooms', 'aria-labelledby': 'rooms-title' },
    el('div', { class: 'section-head' }, el('h2', { id: 'rooms-title' }, 'Rooms'), note),
    scroll,
  );
  const drawBody = (): void => {
    if (shown !== null) fill(body, ...rowsOf(shown, order, columnsOf(shown)));
  };
  const sortBy = (key: Column['key'], button: HTMLElement): void => {
    order = { key, isDescending: order?.key === key ? !order.isDescending : key !== 'name' };
    for (const cell of head.children) cell.removeAttribute('aria-sort');
    button.closest('th')?.setAttribute('aria-sort', order.isDescending ? 'descending' : 'ascending');
    drawBody();
  };
  const draw = onChange((next: PageRooms | null) => {
    shown = next;
    scroll.hidden = next === null || next.total === 0;
    note.textContent = noteOf(next);
    if (next === null) return;
    fill(head, ...columnsOf(next).map((column) => headerCell(column, order, sortBy)));
    drawBody();
  });
  return {
    element,
    update({ rooms: next, run }) {
      element.hidden = run.kind === 'connect';
      draw(next);
    },
  };
}

/** A percentile that is known of no room is no column. */
function columnsOf({ columns }: PageRooms): readonly Column[] {
  return COLUMNS.filter(({ key }) => key !== 'p99Ms' || columns.p99Ms.some((value) => value !== null));
}

function headerCell(
  { key, label, isSpare }: Column,
  order: SortOrder | undefined,
  sortBy: (key: Column['key'], button: HTMLElement) => void,
): HTMLElement {
  const button = el('button', { type: 'button', 'data-sort': key }, label);
  button.addEventListener('click', () => sortBy(key, button));
  const sorted = order?.key === key ? (order.isDescending ? 'descending' : 'ascending') : undefined;
  return el('th', { scope: 'col', class: isSpare ? 'spare' : '', 'aria-sort': sorted }, button);
}

function rowsOf({ names, columns }: PageRooms, order: SortOrder | undefined, shown: readonly Column[]): HTMLElement[] {
  const rows = names.map((_, index) => index);
  return sortedRows(rows, { names, columns }, order).map((row) =>
    el(
      'tr',
      {},
      el('th', { scope: 'row' }, names[row] ?? ''),
      ...shown.slice(1).map(({ key, format, isSpare, tone }) => {
        const value = key === 'name' ? null : (columns[key][row] ?? null);
        const classes = [
          isSpare ? 'spare' : '',
          tone !== undefined && value !== null && value > 0 ? `tone-${tone}` : '',
        ];
        return el('td', { class: classes.join(' ').trim() }, format(value));
      }),
    ),
  );
}

/** Rows in an order; what is not known comes last either way. */
function sortedRows(
  rows: readonly number[],
  { names, columns }: Pick<PageRooms, 'names' | 'columns'>,
  order: SortOrder | undefined,
): readonly number[] {
  if (order === undefined) return rows;
  const { key, isDescending } = order;
  const sign = isDescending ? -1 : 1;
  if (key === 'name') return rows.toSorted((a, b) => sign * (names[a] ?? '').localeCompare(names[b] ?? ''));
  const worst = isDescending ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return rows.toSorted((a, b) => {
    const one = columns[key][a] ?? worst;
    const other = columns[key][b] ?? worst;
    return one === other ? 0 : sign * (one - other);
  });
}

function noteOf(shown: PageRooms | null): string {
  if (shown === null) return labelled('Known when the run is over.');
  if (shown.total === 0) return labelled('There were none.');
  const most = shown.names.length;
  // The table shows some fifteen at once.
  const hasMore = most > MOST_AT_ONCE;
  if (most === shown.total) {
    const text = hasMore ? '{count}, the worst first; scroll for the others' : '{count}, the worst first';
    return phrase(text, { count: count(most) });
  }
  return phrase('the worst {shown} of {all}; the JSON report has all of them', {
    shown: count(most),
    all: count(shown.total),
  });
}
