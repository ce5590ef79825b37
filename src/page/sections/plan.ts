import { formatBytes } from '#core/units.js';
import { el, fill, onChange } from '#page/dom.js';
import { count, latency, NOTHING, percent, timestamp } from '#page/format.js';
import { phrase } from '#page/labels.js';
import type { Section } from '#page/section.js';
import { facts, table } from '#page/sections/card.js';
import type { PageData, PageRun } from '../../report/page/page-types.js';

/** The fewest messages from which the cost of a million can be told. */
const ENOUGH_MESSAGES = 1000;

type Generator = NonNullable<PageData['generator']>;

type Shown = Pick<PageData, 'plan' | 'host' | 'tool' | 'run' | 'connections'>;

/** What the load generator did, and for how many messages. */
interface Worked extends Pick<PageData, 'messages' | 'deliveries' | 'run'> {
  readonly generator: Generator;
}

/** What was planned, where it ran, and how to run it again. */
export function plan(): Section {
  const about = el('div', { class: 'plan-grid' });
  const workers = el('div', { class: 'card generator' });
  const element = el(
    'section',
    { id: 'plan', 'aria-labelledby': 'plan-title' },
    el('div', { class: 'section-head' }, el('h2', { id: 'plan-title' }, 'Plan, environment and command')),
    about,
    workers,
  );
  const draw = onChange((shown: Shown) => fill(about, commandCard(shown), planCard(shown), environmentCard(shown)));
  const drawWorkers = onChange(({ generator, messages, deliveries, run }: Worked) => {
    workers.hidden = generator.workers.length === 0;
    const handled = (messages.sent ?? 0) + (deliveries.received ?? 0);
    fill(workers, el('h3', {}, 'Load generator'), generatorFacts(generator, handled, run), workerTable(generator, run));
  });
  return {
    element,
    update({ plan: planned, host, tool, run, connections, generator, messages, deliveries }) {
      draw({ plan: planned, host, tool, run, connections });
      if (generator === null) workers.hidden = true;
      else drawWorkers({ generator, messages, deliveries, run });
    },
  };
}

function commandCard({ run }: Shown): HTMLElement {
  return el(
    'div',
    { class: 'card command' },
    el('h3', {}, 'Run the same again'),
    el('pre', { tabindex: 0 }, el('code', {}, `npx ${run.command}`)),
  );
}

function planCard({ plan: planned }: Shown): HTMLElement {
  return el(
    'div',
    { class: 'card' },
    el('h3', {}, 'Plan'),
    facts(planned.facts),
    el(
      'details',
      {},
      el('summary', {}, 'The whole plan as JSON'),
      el('pre', { tabindex: 0 }, el('code', {}, planned.json)),
    ),
  );
}

function environmentCard({ host, tool, run, connections }: Shown): HTMLElement {
  return el(
    'div',
    { class: 'card' },
    el('h3', {}, 'Environment'),
    facts([
      ['target', run.target],
      ['dialect', run.dialect],
      ['run', run.id],
      ['seed', String(run.seed)],
      ['started', timestamp(run.startedAt)],
      ['tool', `${tool.name} ${tool.version}`],
      ['load from', machineOf(host)],
      ['Node.js', host.node],
      ['connections', connectionsOf(connections)],
    ]),
  );
}

function machineOf({ platform, arch, cpus, memoryBytes }: Shown['host']): string {
  const values = { platform: `${platform} ${arch}`, count: count(cpus), memory: formatBytes(memoryBytes) };
  return phrase('{platform}, {count} processors, {memory}', values);
}

function connectionsOf({ opened, asked, lost }: Shown['connections']): string {
  return phrase('{opened} of {asked}, {lost} lost', { opened: count(opened), asked: count(asked), lost: count(lost) });
}

function generatorFacts(generator: Generator, messages: number, { kind }: PageRun): HTMLElement {
  const { peakRssBytes, cpuSecondsPerMillionMessages, kibPerConnection, unsentWritable } = generator;
  return facts([
    ['memory at most', formatBytes(peakRssBytes)],
    ...(kibPerConnection === null ? [] : [['a connection takes', `${kibPerConnection.toFixed(1)} KiB`] as const]),
    ...(cpuSecondsPerMillionMessages === null || messages < ENOUGH_MESSAGES
      ? []
      : [
          [
            'a million messages take',
            phrase('{seconds} s of CPU', { seconds: cpuSecondsPerMillionMessages.toFixed(1) }),
          ] as const,
        ]),
    ...(kind === 'connect' ? [] : [['messages it failed to send', count(unsentWritable)] as const]),
  ]);
}

function workerTable({ workers }: Generator, { kind }: PageRun): HTMLElement {
  const rows = workers.map(
    (worker, index) =>
      [
        phrase('worker {number}', { number: String(index + 1) }),
        percent(worker.cpuShare),
        percent(worker.peakCpuShare),
        percent(worker.cpuWaitShare),
        percent(worker.gcShare),
        latency(worker.eventLoopDelayMs.p99),
        ...(kind === 'connect' ? [] : [latency(worker.scheduleSlipMs.p99), latency(worker.scheduleSlipMs.max)]),
      ] as const,
  );
  const slips = kind === 'connect' ? [] : ['slip p99', 'slip max'];
  const columns = ['', 'CPU', 'busiest second', 'waited for a CPU', 'GC', 'loop delay p99', ...slips];
  return el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Workers' },
    rows.length === 0 ? NOTHING : table('Worker threads', columns, rows),
  );
}
