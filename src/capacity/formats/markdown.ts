import { BADGES, code, folded, inert, markdownTable, withinComment } from '../../report/markdown/escape.js';
import type { CapacityGoalReport, CapacityReport } from '../report/capacity-report.js';
import {
  boundCell,
  capacityNotes,
  effortText,
  trialColumns,
  wasWatched,
  entrancesText,
} from '../report/trial-texts.js';
import type { CapacityFormat } from './format.js';

/** For a pull request's comment or a step's summary: the answers, the bounds, and the trials folded. */
export const markdownCapacity: CapacityFormat = {
  format: 'md',
  extension: 'md',
  render: (report) => {
    const sections = [
      `### Capacity of ${code(entrancesText(report), 1000)}`,
      report.goals.map((goal) => `${badgeOf(goal)} **${inert(goal.answer)}**`).join('\n\n'),
      inert(`${effortText(report)}.`),
      capacityNotes(report)
        .map((note) => `- ${inert(note, 1000)}`)
        .join('\n'),
      goalTable(report),
      folded('Trials', trialTable(report)),
      folded('Again', code(report.run.command, 4000)),
    ];
    return `${withinComment(
      sections.filter((section) => section !== ''),
      'report',
    )}\n`;
  },
};

function badgeOf({ regular, lowerBound }: CapacityGoalReport): string {
  if (regular) return BADGES.good;
  return lowerBound === null ? BADGES.bad : BADGES.warn;
}

function goalTable({ goals, plan }: CapacityReport): string {
  const rows = goals.map(({ slo, lowerBound, upperBound, conditionalThroughput, regular, why }) => [
    code(slo),
    boundCell(lowerBound),
    boundCell(upperBound),
    boundCell(conditionalThroughput),
    regular ? 'regular' : `irregular: ${why}`,
  ]);
  const unit = plan.vary === 'rate' ? 'messages/s' : 'users';
  return markdownTable(['goal', ` holds (${unit})`, ' does not', ' conditional throughput', 'result'], rows);
}

function trialTable(report: CapacityReport): string {
  const columns = trialColumns(wasWatched(report));
  return markdownTable(
    columns.map(({ heading, isNumber }) => `${isNumber ? ' ' : ''}${heading}`),
    report.trials.map((trial) => columns.map(({ text }) => inert(text(trial)))),
  );
}
