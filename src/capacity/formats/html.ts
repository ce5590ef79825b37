import { tellerOf } from '../../core/language/retell.js';
import { ENGLISH, type Wording } from '../../core/language/words.js';
import { staticPage, staticTable } from '../../report/page/static-page.js';
import { xmlText } from '../../report/xml.js';
import { answerIn } from '../report/answer.js';
import type { CapacityGoalReport, CapacityReport, TrialReport } from '../report/capacity-report.js';
import {
  boundCell,
  capacityNotes,
  effortOf,
  entrancesOf,
  hasTrialFailed,
  headingOf,
  regularityOf,
  resultText,
  trialColumns,
  wasWatched,
} from '../report/trial-texts.js';
import { curveSvg } from './curve-svg.js';
import type { CapacityFormat } from './format.js';

/** One page without scripts that needs no network: the answer, the curve, what gave way, the trials. */
export const htmlCapacity: CapacityFormat = {
  format: 'html',
  extension: 'html',
  render: (report, words = ENGLISH) => {
    const { run, tool } = report;
    const answers = report.goals.map(
      (goal) => `<h1 class="${toneOf(goal)}">${xmlText(answerIn(goal, report, words))}</h1>`,
    );
    const facts = { effort: effortOf(report), where: entrancesOf(report), at: run.startedAt };
    const body = `<section>
<header class="hero">
${answers.join('\n')}
<p class="asked">${xmlText(words.text('capacity.page.asked', facts))}</p>
</header>
${list([...capacityNotes(report, words), ...report.findings.map(tellerOf(words))])}
${curveSvg(report, words)}
<h2>${xmlText(words.text('capacity.page.goals'))}</h2>
${goalTable(report, words)}
<h2>${xmlText(words.text('capacity.page.trials'))}</h2>
${trialTable(report, words)}
</section>
<p class="note">RFC 9971. ${xmlText(words.text('capacity.page.again'))} <code>${xmlText(`npx ${run.command}`, 4000)}</code> ${xmlText(`${tool.name} ${tool.version}`)}</p>`;
    return staticPage({ title: words.text('capacity.page.title'), name: 'capacity', body, language: words.language });
  },
};

function toneOf({ regular, lowerBound }: CapacityGoalReport): string {
  if (regular) return 'tone-good';
  return lowerBound === null ? 'tone-bad' : 'tone-warn';
}

function list(items: readonly string[]): string {
  return items.length === 0
    ? ''
    : `<ul class="reasons">${items.map((item) => `<li>${xmlText(item)}</li>`).join('')}</ul>`;
}

const GOAL_COLUMNS = ['goal', 'holds', 'does-not', 'throughput', 'result'] as const;

function goalTable({ goals }: CapacityReport, words: Wording): string {
  return staticTable(
    GOAL_COLUMNS.map((name) => xmlText(words.text(`capacity.goals.${name}`))),
    goals.map((goal) => [
      `<code>${xmlText(goal.slo)}</code>`,
      boundCell(goal.lowerBound),
      boundCell(goal.upperBound),
      boundCell(goal.conditionalThroughput),
      xmlText(words.say(regularityOf(goal))),
    ]),
  );
}

function trialTable(report: CapacityReport, words: Wording): string {
  const columns = trialColumns(wasWatched(report));
  const rows = report.trials.map((trial) =>
    columns.map(({ name, text }) => (name === 'result' ? resultCell(trial, words) : xmlText(text(trial, words)))),
  );
  return staticTable(
    columns.map((column) => xmlText(headingOf(column, words))),
    rows,
  );
}

function resultCell(trial: TrialReport, words: Wording): string {
  const tone = trial.generatorLimited ? 'tone-warn' : hasTrialFailed(trial) ? 'tone-bad' : 'tone-good';
  return `<span class="${tone}">${xmlText(resultText(trial, words))}</span>`;
}
