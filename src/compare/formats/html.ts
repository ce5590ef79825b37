import {
  answerOf,
  boundText,
  changeText,
  isOpen,
  isReal,
  judgementText,
  nameOf,
  rangeText,
  relativeText,
  valueText,
} from '../../report/comparison/comparison-texts.js';
import type {
  Candidate,
  Change,
  ChangeGroup,
  ComparedRun,
  Comparison,
  Judgement,
} from '../../report/comparison/comparison-types.js';
import { staticPage, staticTable } from '../../report/page/static-page.js';
import { xmlText } from '../../report/xml.js';
import type { ComparisonFormat } from './format.js';

const TONES = { noise: 'quiet', better: 'tone-good', worse: 'tone-bad' } as const;

const GROUPS: Readonly<Record<ChangeGroup, string>> = {
  ledger: 'What should not happen',
  latency: 'Latency',
  throughput: 'Throughput',
  stages: 'Stage beside stage',
  setup: 'Before the flood',
  generator: 'The generator itself',
  server: 'The server, as it was watched',
};

/** One page without scripts that needs no network, in the look of a report's page. */
export const htmlFormat: ComparisonFormat = {
  format: 'html',
  extension: 'html',
  render: (comparison) => {
    const sections = comparison.candidates.map((candidate) => section(comparison.base, candidate));
    const body = [...sections, footer(comparison)].join('\n');
    return staticPage({ title: 'newyear-load: comparison', name: 'comparison', body });
  },
};

function section(base: ComparedRun, candidate: Candidate): string {
  const { judgement, run, warnings } = candidate;
  const hasFailed = candidate.regressions.some(({ passed }) => !passed);
  const tone = hasFailed ? TONES.worse : TONES[judgement];
  return `<section>
<header class="hero">
<h1 class="${tone}">${xmlText(answerOf(candidate))}</h1>
<p class="asked">${runText(run)} beside ${runText(base)}</p>
</header>
${list(
  'reasons',
  warnings.map((warning) => xmlText(warning)),
)}
${differences(candidate)}
${regressions(candidate)}
${(Object.keys(GROUPS) as ChangeGroup[]).map((group) => groupOf(candidate, group)).join('')}
</section>`;
}

function runText(run: ComparedRun): string {
  const { id, startedAt, target, verdict } = run;
  return `<b>${xmlText(nameOf(run))}</b> (${[id, startedAt, target, verdict].map((text) => xmlText(text ?? '–')).join(' · ')})`;
}

function list(name: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `<ul class="${name}">${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
}

function differences({ differences: found }: Candidate): string {
  if (found.length === 0) return '';
  const rows = found.map(({ kind, field, base, current }) => [kind, field, base, current].map((text) => xmlText(text)));
  return `<h2>The runs are not alike</h2>${staticTable(['', '', 'base', 'new'], rows)}`;
}

function regressions({ regressions: results, changes }: Candidate): string {
  if (results.length === 0) return '';
  const rows = results.map((result) => {
    const metric = changes.find(({ metric: name }) => name === result.metric);
    const held = result.passed ? mark('holds', 'better') : mark(isOpen(result) ? 'UNDECIDED' : 'FAILS', 'worse');
    return [`<code>${xmlText(result.expression)}</code>`, held, xmlText(boundText(result, metric))];
  });
  return `<h2>Bounds on regressions</h2>${staticTable(['fails when', '', 'measured'], rows)}`;
}

function groupOf({ changes }: Candidate, group: ChangeGroup): string {
  const rows = changes.filter((change) => change.group === group).map(changeRow);
  if (rows.length === 0) return '';
  const columns = ['', '', 'base', 'new', 'change', '%', 'true change'];
  return `<h2>${GROUPS[group]}</h2>${staticTable(columns, rows)}`;
}

function changeRow(change: Change): string[] {
  const { metric, base, current, unit, judgement, reason } = change;
  return [
    `<code>${xmlText(metric)}</code>`,
    mark(judgementText(change), isReal(change) ? judgement : null),
    valueText(base, unit),
    valueText(current, unit),
    changeText(change),
    relativeText(change),
    reason === null ? rangeText(change) : `<span class="quiet">${xmlText(reason)}</span>`,
  ];
}

function mark(text: string, judgement: Judgement | null): string {
  return `<span class="${judgement === null ? TONES.noise : TONES[judgement]}">${text}</span>`;
}

function footer({ tool, confidence }: Comparison): string {
  const share = Math.round(confidence * 100);
  return `<p class="note">True changes: where they all are at once with ${share} % confidence. ${xmlText(`${tool.name} ${tool.version}`)}</p>`;
}
