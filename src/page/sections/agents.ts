import { formatBytes } from '#core/units.js';
import { count, latency, span } from '#page/format.js';
import { labelled } from '#page/labels.js';
import type { Section } from '#page/section.js';
import { type CountColumn, countTable } from '#page/sections/count-table.js';
import type { GeneratorReport } from '../../report/report-types.js';

type Agent = GeneratorReport['agents'][number];

/** Agents say once a second that they are there. */
const LONG_SILENCE_MS = 3500;

const COLUMNS: readonly CountColumn<Agent>[] = [
  { label: 'host', text: ({ host }) => host, isSpare: true },
  { label: 'processors', text: ({ cpus }) => count(cpus), isSpare: true },
  { label: 'threads', text: ({ workers }) => count(workers) },
  { label: 'CPU time', text: ({ cpuSeconds }) => span(cpuSeconds * 1000) },
  { label: 'memory', text: ({ peakRssBytes }) => formatBytes(peakRssBytes) },
  { label: 'clock within', text: ({ clockErrorMs }) => latency(clockErrorMs), isSpare: true },
  {
    label: 'longest silence',
    text: ({ longestSilenceMs }) => span(longestSilenceMs),
    tone: ({ longestSilenceMs }) => (longestSilenceMs > LONG_SILENCE_MS ? 'warn' : undefined),
  },
  {
    label: 'lost',
    text: ({ isLost }) => labelled(isLost ? 'yes' : 'no'),
    tone: ({ isLost }) => (isLost ? 'bad' : undefined),
  },
];

/** The machines that made the load, where there were several. */
export function agentTable(): Section {
  const { element, draw } = countTable<Agent>({
    id: 'agents',
    title: 'Agents',
    heading: 'agent',
    nameOf: ({ name }) => name,
    columns: COLUMNS,
  });
  return { element, update: ({ generator }) => draw(generator?.agents ?? []) };
}
