import { formatBytes, formatCount, formatLatencyMs } from '../../core/units.js';
import type { Report } from '../report-types.js';
import type { Voice } from '../voice.js';
import { code, folded, markdownTable } from './escape.js';
import { moreText } from './said.js';

const MOST_AGENTS = 50;
const COLUMNS = [
  'agent',
  'host',
  ' threads',
  ' CPU s',
  ' memory',
  ' clock within',
  ' longest silence',
  'lost',
] as const;

/** The machines that made the load; empty where one process did. */
export function agents({ generator }: Report, { words }: Voice): string {
  const { agents: all } = generator;
  if (all.length === 0) return '';
  const rows = all
    .slice(0, MOST_AGENTS)
    .map(({ name, host, workers, cpuSeconds, peakRssBytes, clockErrorMs, longestSilenceMs, isLost }) => [
      code(name),
      code(host),
      formatCount(workers),
      cpuSeconds.toFixed(1),
      formatBytes(peakRssBytes),
      formatLatencyMs(clockErrorMs),
      `${(longestSilenceMs / 1000).toFixed(1)} s`,
      isLost ? 'yes' : 'no',
    ]);
  return folded(
    'Agents',
    `${markdownTable(COLUMNS, rows)}${moreText(all.length - rows.length, 'md.more.them', words)}`,
  );
}
