import { staticPage, staticTable } from '../../report/page/static-page.js';
import { xmlText } from '../../report/xml.js';
import type { CapacityGoalReport, CapacityReport, TrialReport } from '../report/capacity-report.js';
import {
  boundCell,
  capacityNotes,
  effortText,
  hasTrialFailed,
  resultText,
  trialColumns,
  wasWatched,
  entrancesText,
} from '../report/trial-texts.js';
import { curveSvg } from './curve-svg.js';
import type { CapacityFormat } from './format.js';

/** One page without scripts that needs no network: the answer, the curve, what gave way, the trials. */
export const htmlCapacity: CapacityFormat = {
  format: 'html',
  extension: 'html',
  render: (report) => {
    const body = `<section>
<header class="hero">
${report.goals.map((goal) => `<h1 class="${toneOf(goal)}">${xmlText(goal.answer)}</h1>`).join('\n')}
<p class="asked">${xmlText(`${effortText(report)}, on ${entrancesText(report)}, ${report.run.startedAt}`)}</p>
</header>
${list([...capacityNotes(report), ...report.findings])}
${curveSvg(report)}
<h2>Goals</h2>
${goalTable(report)}
<h2>Trials</h2>
${trialTable(report)}
</section>
<p class="note">RFC 9971. Again: <code>${xmlText(report.run.command, 4000)}</code> ${xmlText(`${report.tool.name} ${report.tool.version}`)}</p>`;
    return staticPage({ title: 'newyear-load: capacity', name: 'capacity', body });
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

function goalTable({ goals }: CapacityReport): string {
  return staticTable(
    ['goal', 'holds', 'does not', 'conditional throughput', 'result'],
    goals.map(({ slo, lowerBound, upperBound, conditionalThroughput, regular, why }) => [
      `<code>${xmlText(slo)}</code>`,
      boundCell(lowerBound),
      boundCell(upperBound),
      boundCell(conditionalThroughput),
      regular ? 'regular' : `irregular: ${why}`,
    ]),
  );
}

function trialTable(report: CapacityReport): string {
  const columns = trialColumns(wasWatched(report));
  const rows = report.trials.map((trial) =>
    columns.map(({ heading, text }) => (heading === 'result' ? resultCell(trial) : xmlText(text(trial)))),
  );
  return staticTable(
    columns.map(({ heading }) => heading),
    rows,
  );
}

function resultCell(trial: TrialReport): string {
  const tone = trial.generatorLimited ? 'tone-warn' : hasTrialFailed(trial) ? 'tone-bad' : 'tone-good';
  return `<span class="${tone}">${xmlText(resultText(trial))}</span>`;
}
