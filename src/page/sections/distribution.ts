import { percentileChart } from '#page/charts/percentile-chart.js';
import { el, fill, onChange } from '#page/dom.js';
import { count, latency, NOTHING } from '#page/format.js';
import { labelled } from '#page/labels.js';
import type { Section } from '#page/section.js';
import { table } from '#page/sections/card.js';
import type { PageData } from '../../report/page/page-types.js';

type Shown = Pick<PageData, 'latencyMs' | 'canary' | 'live'>;

const HELP =
  'The canary is two connections in a thread of their own. Both slow: the server is slow. Only the fleet slow: look at the load generator, and at the size of the rooms.';

const COLUMNS = ['', 'samples', 'p50', 'p90', 'p99', 'p99.9', 'p99.99', 'max'];

/** The percentiles as a curve and as numbers, the fleet beside the canary. */
export function distribution(): Section {
  const chart = percentileChart();
  const numbers = el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Latencies' });
  const waiting = el('p', { class: 'empty' });
  const help = el('p', { class: 'note' }, HELP);
  const both = el('div', { class: 'distribution' }, chart.element, el('div', {}, numbers, help));
  const element = el(
    'section',
    { id: 'distribution', 'aria-labelledby': 'distribution-title' },
    el('div', { class: 'section-head' }, el('h2', { id: 'distribution-title' }, 'Distribution')),
    waiting,
    both,
  );
  const drawNumbers = onChange((shown: Shown) => fill(numbers, latencyTable(shown)));
  const drawChart = onChange((percentiles: PageData['percentiles']) => {
    if (percentiles !== null) chart.draw(percentiles);
  });
  return {
    element,
    update({ percentiles, latencyMs, canary, live, run }) {
      element.hidden = run.kind === 'connect';
      both.hidden = percentiles === null && Object.values(latencyMs).every((summary) => (summary?.count ?? 0) === 0);
      chart.element.hidden = percentiles === null;
      help.hidden = canary === null;
      waiting.hidden = percentiles !== null;
      waiting.textContent = labelled(
        live ? 'The curve is drawn when the run is over.' : 'No message arrived, so there are no latencies.',
      );
      drawChart(percentiles);
      drawNumbers({ latencyMs, canary, live });
    },
    dispose: () => chart.dispose(),
  };
}

function latencyTable({ latencyMs, canary }: Shown): HTMLElement {
  const summaries = [
    ['fan-out', latencyMs.fanout],
    ['echo', latencyMs.echo],
    ['delivery (both)', latencyMs.delivery],
    ['last receiver', latencyMs.lastReceiver],
    ['service echo', latencyMs.serviceEcho],
    ['acknowledgement', (latencyMs.ack?.count ?? 0) === 0 ? null : latencyMs.ack],
    ['canary fan-out', canary?.fanout ?? null],
    ['canary echo', canary?.echo ?? null],
  ] as const;
  const rows = summaries.flatMap(([name, summary]) =>
    summary === null
      ? []
      : [
          [
            labelled(name),
            summary.count === 0 ? NOTHING : count(summary.count),
            ...[summary.p50, summary.p90, summary.p99, summary.p999, summary.p9999, summary.max].map(latency),
          ] as const,
        ],
  );
  return table('Latencies of the whole run', COLUMNS, rows);
}
