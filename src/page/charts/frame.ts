import { el } from '#page/dom.js';
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
}

/** A figure with a title, a legend and a place for the chart. */
export function chartFrame(title: string, unit: string): ChartFrame {
  const host = el('div', { class: 'chart-host' });
  const legend = el('div', { class: 'legend' });
  const place = el('span', { class: 'place' });
  const words = [el('span', { class: 'chart-title' }, title), el('span', { class: 'unit' }, unit)];
  const heading = el('figcaption', {}, ...words, place);
  return { element: el('figure', { class: 'chart' }, heading, legend, host), host, legend, place };
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
