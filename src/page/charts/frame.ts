import { el } from '#page/dom.js';
import { labelled, phrase } from '#page/labels.js';
import { isPrinting } from '#page/printing.js';
import { onTheme } from '#page/theme.js';
import type { Chart } from '#page/uplot.js';

/** Charts on paper are flatter. */
const PRINTED_SHARE = 0.74;

/** What stands around a chart. */
export interface ChartFrame {
  readonly element: HTMLElement;
  /** Where the chart goes; its width is that of the chart. */
  readonly host: HTMLElement;
  /** Below the title: the legend. */
  readonly legend: HTMLElement;
  /** Beside the title: what the values of the legend are of. */
  readonly place: HTMLElement;
  /** What the chart shows, for screen readers. */
  readonly summary: HTMLElement;
  /** Says what is under the cursor while the keyboard moves it. */
  say(text: string): void;
}

/** A figure with a title, a legend and a place for the chart, which the keyboard reaches. @param id names it on the page */
export function chartFrame(id: string, title: string, unit: string): ChartFrame {
  const summary = el('p', { class: 'visually-hidden', id: `summary-${id}` });
  const spoken = el('p', { class: 'visually-hidden', role: 'status' });
  const host = el('div', {
    class: 'chart-host',
    tabindex: 0,
    role: 'img',
    'aria-label': phrase('{title}, {unit}. The arrow keys read its values, Escape ends that.', {
      title: labelled(title),
      unit: labelled(unit),
    }),
    'aria-describedby': summary.id,
  });
  const legend = el('div', { class: 'legend' });
  const place = el('span', { class: 'place' });
  const words = [el('span', { class: 'chart-title' }, title), el('span', { class: 'unit' }, unit)];
  const heading = el('figcaption', {}, ...words, place);
  const element = el('figure', { class: 'chart', id: `chart-${id}` }, heading, legend, host, summary, spoken);
  const say = (text: string): void => {
    spoken.textContent = document.activeElement === host ? text : '';
  };
  return { element, host, legend, place, summary, say };
}

/** What moves through a chart: by so many points, by all of them, or away from it. */
interface Movable {
  moveCursor(points: number): void;
  clearCursor(): void;
}

const MOVES: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** Lets the keyboard move the cursor while `host` has the focus; it stays when another chart gets the focus. */
export function moveByKeys(host: HTMLElement, chart: Movable): void {
  host.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const points = MOVES[event.key];
    if (points !== undefined) chart.moveCursor(points);
    else if (event.key === 'Escape') chart.clearCursor();
    else return;
    event.preventDefault();
  });
  host.addEventListener('blur', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Element) || relatedTarget.closest('.chart') === null) chart.clearCursor();
  });
}

/** Lets a chart follow the width of its host and the colours of the page. @returns ends that and the chart */
export function keepFitting(chart: Chart, host: HTMLElement, height: number): () => void {
  const fit = (): void => {
    const width = Math.floor(host.clientWidth);
    const heightPx = isPrinting() ? Math.round(height * PRINTED_SHARE) : height;
    if (width > 0 && (width !== chart.width || heightPx !== chart.height)) chart.setSize({ width, height: heightPx });
  };
  const observer = new ResizeObserver(fit);
  observer.observe(host);
  addEventListener('fit-charts', fit);
  const forget = onTheme(() => chart.redraw(false, true));
  return () => {
    observer.disconnect();
    removeEventListener('fit-charts', fit);
    forget();
    chart.destroy();
  };
}
