import { formatBytes, formatCount, formatLatencyMs } from '../../core/units.js';
import type { Report } from '../report-types.js';
import type { Voice } from '../voice.js';
import { code, folded, markdownTable } from './escape.js';
import { moreText } from './said.js';

const MOST_AGENTS = 50;
const COLUMNS = [
  'md.agents.agent',
  'md.agents.host',
  'md.agents.threads',
  'md.agents.cpu',
  'md.agents.memory',
  'md.agents.clock',
  'md.agents.silence',
  'md.agents.lost',
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
      words.text(isLost ? 'md.agents.yes' : 'md.agents.no'),
    ]);
  return folded(
    words.text('md.agents'),
    `${markdownTable(
      COLUMNS.map((key) => words.text(key)),
      rows,
    )}${moreText(all.length - rows.length, 'md.more.them', words)}`,
  );
}
