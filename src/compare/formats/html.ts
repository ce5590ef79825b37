import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { xmlText } from '../../report/xml.js';
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
import type { ComparisonFormat } from './format.js';

/** The look of the report's page, and what is a comparison's own. */
const STYLES = ['theme.css', 'layout.css', 'parts.css', 'print.css', 'comparison.css'] as const;

const TONES = { noise: 'quiet', better: 'tone-good', worse: 'tone-bad' } as const;

const GROUPS: Readonly<Record<ChangeGroup, string>> = {
  ledger: 'What should not happen',
  latency: 'Latency',
  throughput: 'Throughput',
  setup: 'Before the flood',
  generator: 'The generator itself',
};

/** One page without scripts that needs no network, in the look of a report's page. */
export const htmlFormat: ComparisonFormat = {
  format: 'html',
  extension: 'html',
  render: (comparison) => {
    const css = STYLES.map((name) => readFileSync(new URL(`../../page/${name}`, import.meta.url), 'utf8')).join('\n');
    const digest = createHash('sha256').update(css).digest('base64');
    const policy = `default-src 'none'; style-src 'sha256-${digest}'; img-src data:; base-uri 'none'; form-action 'none'`;
    const sections = comparison.candidates.map((candidate) => section(comparison.base, candidate));
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>newyear-load: comparison</title>
<link rel="icon" href="data:,">
<style>${css}</style>
</head>
<body>
<main class="comparison">
${sections.join('\n')}
${footer(comparison)}
</main>
</body>
</html>
`;
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
  return `<h2>The runs are not alike</h2>${table(['', '', 'base', 'new'], rows)}`;
}

function regressions({ regressions: results, changes }: Candidate): string {
  if (results.length === 0) return '';
  const rows = results.map((result) => {
    const metric = changes.find(({ metric: name }) => name === result.metric);
    const held = result.passed ? mark('holds', 'better') : mark(isOpen(result) ? 'UNDECIDED' : 'FAILS', 'worse');
    return [`<code>${xmlText(result.expression)}</code>`, held, xmlText(boundText(result, metric))];
  });
  return `<h2>Bounds on regressions</h2>${table(['fails when', '', 'measured'], rows)}`;
}

function groupOf({ changes }: Candidate, group: ChangeGroup): string {
  const rows = changes.filter((change) => change.group === group).map(changeRow);
  if (rows.length === 0) return '';
  const columns = ['', '', 'base', 'new', 'change', '%', 'true change'];
  return `<h2>${GROUPS[group]}</h2>${table(columns, rows)}`;
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

/** @param rows cells that are escaped already */
function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = columns.map((column) => `<th scope="col">${column}</th>`).join('');
  const body = rows.map(([first = '', ...cells]) => {
    return `<tr><th scope="row">${first}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

function footer({ tool, confidence }: Comparison): string {
  const share = Math.round(confidence * 100);
  return `<p class="note">True changes: where they all are at once with ${share} % confidence. ${xmlText(`${tool.name} ${tool.version}`)}</p>`;
}
