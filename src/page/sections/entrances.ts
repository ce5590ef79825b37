import { el, fill, onChange } from '#page/dom.js';
import { count, latency } from '#page/format.js';
import type { Section } from '#page/section.js';
import type { PageEntrance } from '../../report/page/page-types.js';

interface Column {
  readonly key: Exclude<keyof PageEntrance, 'target'>;
  readonly label: string;
  readonly format: (value: number | null) => string;
  /** Left out where there is little room. */
  readonly isSpare?: true;
  /** Told in colour when it is not 0. */
  readonly tone?: 'warn' | 'bad';
}

const COLUMNS: readonly Column[] = [
  { key: 'users', label: 'users', format: count },
  { key: 'connectionsOpened', label: 'connected', format: count, isSpare: true },
  { key: 'connectionsLost', label: 'connections lost', format: count, isSpare: true, tone: 'warn' },
  { key: 'errors', label: 'errors', format: count, tone: 'warn' },
  { key: 'received', label: 'received', format: count },
  { key: 'receivedAcross', label: 'from other entrances', format: count, isSpare: true },
  { key: 'lost', label: 'lost', format: count, tone: 'bad' },
  { key: 'p50Ms', label: 'p50', format: latency },
  { key: 'p99Ms', label: 'p99', format: latency },
];

/** The ways into the chat side by side, where there are several. */
export function entranceTable(): Section {
  const body = el('tbody');
  const heads = COLUMNS.map(({ label, isSpare }) => el('th', { scope: 'col', class: isSpare ? 'spare' : '' }, label));
  const table = el(
    'table',
    { class: 'entrances' },
    el('caption', { class: 'visually-hidden' }, 'Entrances'),
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'entrance'), ...heads)),
    body,
  );
  const element = el(
    'section',
    { id: 'entrances', 'aria-labelledby': 'entrances-title' },
    el('div', { class: 'section-head' }, el('h2', { id: 'entrances-title' }, 'Entrances')),
    el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Entrances' }, table),
  );
  const draw = onChange((entrances: readonly PageEntrance[]) => fill(body, ...entrances.map(rowOf)));
  return {
    element,
    update({ entrances }) {
      element.hidden = entrances.length === 0;
      draw(entrances);
    },
  };
}

function rowOf(entrance: PageEntrance): HTMLElement {
  const cells = COLUMNS.map(({ key, format, isSpare, tone }) => {
    const value = entrance[key];
    const classes = [isSpare ? 'spare' : '', tone !== undefined && (value ?? 0) > 0 ? `tone-${tone}` : ''];
    return el('td', { class: classes.join(' ').trim() }, format(value));
  });
  return el('tr', {}, el('th', { scope: 'row' }, entrance.target), ...cells);
}
