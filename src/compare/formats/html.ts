import {
  answerOf,
  boundText,
  changeText,
  isOpen,
  isUnjudged,
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
  RegressionResult,
} from '../../report/comparison/comparison-types.js';
import { isDoubtful } from '../../report/comparison/certainty.js';
import { staticPage, staticTable } from '../../report/page/static-page.js';
import { xmlText } from '../../report/xml.js';
import type { ComparisonFormat } from './format.js';
import { intervalBar } from './interval-bar.js';

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
${groupsOf(candidate)
  .map(({ group, changes }) => groupTable(group, changes))
  .join('')}
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
  return `<h2>The runs are not alike</h2>${staticTable(['of the', 'field', 'base', 'new'], rows)}`;
}

function regressions({ regressions: results, changes }: Candidate): string {
  if (results.length === 0) return '';
  const failedFirst = results.toSorted((one, other) => Number(one.passed) - Number(other.passed));
  const rows = failedFirst.map((result) => {
    const metric = changes.find(({ metric: name }) => name === result.metric);
    const held = heldMark(result);
    return [`<code>${xmlText(result.expression)}</code>`, held, xmlText(boundText(result, metric))];
  });
  return `<h2>Bounds on regressions</h2>${staticTable(['fails when', 'holds', 'measured'], rows)}`;
}

function heldMark(result: RegressionResult): string {
  if (isUnjudged(result)) return mark('not judged', null);
  if (result.passed) return mark('holds', 'better');
  return mark(isOpen(result) ? 'UNDECIDED' : 'FAILS', 'worse');
}

/** How much a number is worth looking at: what is worse, what may be, what is better, and the rest. */
function rankOf(change: Change): number {
  if (change.judgement === 'worse') return 0;
  if (isDoubtful(change)) return 1;
  return change.judgement === 'better' ? 2 : 3;
}

/** The changes by their groups, the worst first in both. */
function groupsOf({ changes }: Candidate): { readonly group: ChangeGroup; readonly changes: readonly Change[] }[] {
  const worstFirst = changes.toSorted(
    (one, other) => rankOf(one) - rankOf(other) || Math.abs(other.relative ?? 0) - Math.abs(one.relative ?? 0),
  );
  const groups = (Object.keys(GROUPS) as ChangeGroup[]).flatMap((group) => {
    const own = worstFirst.filter((change) => change.group === group);
    return own.length === 0 ? [] : [{ group, changes: own, rank: Math.min(...own.map(rankOf)) }];
  });
  return groups.toSorted((one, other) => one.rank - other.rank);
}

function groupTable(group: ChangeGroup, changes: readonly Change[]): string {
  const columns = ['number', 'judged', 'base', 'new', 'change', '%', 'interval', 'true change'];
  return `<h2>${GROUPS[group]}</h2>${staticTable(columns, changes.map(changeRow))}`;
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
    intervalBar(change),
    reason === null ? rangeText(change) : `<span class="quiet">${xmlText(reason)}</span>`,
  ];
}

function mark(text: string, judgement: Judgement | null): string {
  return `<span class="${judgement === null ? TONES.noise : TONES[judgement]}">${text}</span>`;
}

function footer({ tool, confidence }: Comparison): string {
  const share = Math.round(confidence * 100);
  return `<p class="note">Intervals: the bar is where the true change is, the line the change that was measured, the middle no change, and what is grey is noise however sure it is. True changes: where they all are at once with ${share} % confidence. ${xmlText(`${tool.name} ${tool.version}`)}</p>`;
}
