import { message, type Wording } from '../../core/language/words.js';
import { printable } from '../../core/text.js';
import type { Report } from '../../report/report-types.js';
import type { Row } from './row.js';

const MOST_AGENTS = 4;
const LONGEST_NAME = 30;

/** The machines that made the load, those first that are lost or were busiest; nothing where one process did. */
export function agentRows({ generator: { agents, workers } }: Report, words: Wording): Row[] {
  if (agents.length === 0) return [];
  const cpuOf = (name: string): number => {
    const own = workers.filter(({ agent }) => agent === name);
    return Math.max(0, ...own.map(({ cpuShare }) => cpuShare));
  };
  const sorted = agents.toSorted((a, b) => Number(b.isLost) - Number(a.isLost) || cpuOf(b.name) - cpuOf(a.name));
  const told = sorted.slice(0, MOST_AGENTS).map(({ name, isLost, peakRssBytes }) => {
    const shown = printable(name, LONGEST_NAME);
    return isLost
      ? message('summary.agents.lost', { name: shown })
      : message('summary.agents.one', { name: shown, cpu: cpuOf(name), memory: peakRssBytes });
  });
  const left = agents.length - told.length;
  const more = left === 0 ? '' : message('summary.agents.more', { count: left });
  const isSpare = agents.some(({ isLost }) => isLost) ? {} : ({ isSpare: true } as const);
  return [
    {
      label: words.text('label.agents'),
      text: words.text('summary.agents', { count: agents.length, agents: told, more }),
      ...isSpare,
    },
  ];
}
