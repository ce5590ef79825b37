import type { ShownKind } from '#page/charts/heat-bins.js';
import type { TimeAxis } from '#page/charts/time-axis.js';
import { el } from '#page/dom.js';
import { moment } from '#page/format.js';

const KINDS: readonly (readonly [kind: ShownKind, label: string])[] = [
  ['fanout', 'Fan-out'],
  ['echo', 'Echo'],
  ['delivery', 'Both'],
];

/** Heading of the charts with what works on all of them: which latencies, and which part of the time. */
export function timeToolbar(axis: TimeAxis, onKind: (kind: ShownKind) => void): HTMLElement {
  const shown = el('output', { class: 'range', 'aria-label': 'Time shown' });
  const reset = action('Whole run', 'Show the whole run', () => axis.reset());
  axis.onRange(({ min, max }, isZoomed) => {
    shown.textContent = `${moment(min)} – ${moment(max)}`;
    reset.disabled = !isZoomed;
  });
  const zoom = el(
    'div',
    { class: 'buttons', role: 'group', 'aria-label': 'Zoom' },
    action('◀', 'Earlier', () => axis.shift(-0.5)),
    action('−', 'Zoom out', () => axis.zoomBy(2)),
    action('+', 'Zoom in', () => axis.zoomBy(0.5)),
    action('▶', 'Later', () => axis.shift(0.5)),
    reset,
  );
  const hint = el('span', { class: 'hint' }, 'Drag on a chart to zoom all, double-click for the whole run.');
  return el(
    'div',
    { class: 'section-head toolbar' },
    el('h2', { id: 'time-title' }, 'Over time'),
    hint,
    kindButtons(onKind),
    shown,
    zoom,
  );
}

function kindButtons(onKind: (kind: ShownKind) => void): HTMLElement {
  const buttons = KINDS.map(([kind, label]) => {
    const button = el(
      'button',
      { type: 'button', 'aria-pressed': String(kind === 'fanout'), 'data-kind': kind },
      label,
    );
    button.addEventListener('click', () => {
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
      onKind(kind);
    });
    return button;
  });
  return el('div', { class: 'buttons kinds', role: 'group', 'aria-label': 'Latencies of' }, ...buttons);
}

function action(label: string, description: string, run: () => void): HTMLButtonElement {
  const button = el('button', { type: 'button', title: description, 'aria-label': description }, label);
  button.addEventListener('click', run);
  return button;
}
