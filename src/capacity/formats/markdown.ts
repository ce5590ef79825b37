import { ENGLISH, message, type Wording } from '../../core/language/words.js';
import { BADGES, code, folded, inert, markdownTable, withinComment } from '../../report/markdown/escape.js';
import { answerIn } from '../report/answer.js';
import type { CapacityGoalReport, CapacityReport } from '../report/capacity-report.js';
import {
  boundCell,
  capacityNotes,
  effortOf,
  entrancesOf,
  headingOf,
  regularityOf,
  trialColumns,
  wasWatched,
} from '../report/trial-texts.js';
import type { CapacityFormat } from './format.js';

/** For a pull request's comment or a step's summary: the answers, the bounds, and the trials folded. */
export const markdownCapacity: CapacityFormat = {
  format: 'md',
  extension: 'md',
  render: (report, words = ENGLISH) => {
    const sections = [
      `### ${words.text('capacity.md.title', { where: code(words.say(entrancesOf(report)), 1000) })}`,
      report.goals.map((goal) => `${badgeOf(goal)} **${inert(answerIn(goal, report, words))}**`).join('\n\n'),
      inert(`${words.say(effortOf(report))}.`),
      capacityNotes(report, words)
        .map((note) => `- ${inert(note, 1000)}`)
        .join('\n'),
      goalTable(report, words),
      folded(words.text('capacity.page.trials'), trialTable(report, words)),
      folded(words.text('capacity.md.again'), code(`npx ${report.run.command}`, 4000)),
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

function goalTable({ goals, plan }: CapacityReport, words: Wording): string {
  const rows = goals.map((goal) => [
    code(goal.slo),
    boundCell(goal.lowerBound),
    boundCell(goal.upperBound),
    boundCell(goal.conditionalThroughput),
    words.say(regularityOf(goal)),
  ]);
  const holds = words.text('capacity.md.holds', { unit: message(`capacity.unit.${plan.vary}`) });
  const [goal, doesNot, throughput, result] = (['goal', 'does-not', 'throughput', 'result'] as const).map((name) =>
    words.text(`capacity.goals.${name}`),
  );
  return markdownTable([goal ?? '', ` ${holds}`, ` ${doesNot}`, ` ${throughput}`, result ?? ''], rows);
}

function trialTable(report: CapacityReport, words: Wording): string {
  const columns = trialColumns(wasWatched(report));
  return markdownTable(
    columns.map((column) => `${column.isNumber ? ' ' : ''}${headingOf(column, words)}`),
    report.trials.map((trial) => columns.map(({ text }) => inert(text(trial, words)))),
  );
}
