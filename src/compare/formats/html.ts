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
import type { Wording } from '../../core/language/words.js';
import { ENGLISH_VOICE, type Voice } from '../../report/voice.js';
import { staticPage, staticTable } from '../../report/page/static-page.js';
import { xmlText } from '../../report/xml.js';
import type { ComparisonFormat } from './format.js';
import { intervalBar } from './interval-bar.js';

const TONES = { noise: 'quiet', better: 'tone-good', worse: 'tone-bad' } as const;

const GROUPS: readonly ChangeGroup[] = ['ledger', 'latency', 'throughput', 'stages', 'setup', 'generator', 'server'];

/** One page without scripts that needs no network, in the look of a report's page. */
export const htmlFormat: ComparisonFormat = {
  format: 'html',
  extension: 'html',
  render: (comparison, voice = ENGLISH_VOICE) => {
    const sections = comparison.candidates.map((candidate) => section(comparison.base, candidate, voice));
    const body = [...sections, footer(comparison, voice)].join('\n');
    const { words } = voice;
    return staticPage({ title: words.text('compare.page.title'), name: 'comparison', body, language: words.language });
  },
};

function section(base: ComparedRun, candidate: Candidate, voice: Voice): string {
  const { words, tell } = voice;
  const { judgement, run, warnings } = candidate;
  const hasFailed = candidate.regressions.some(({ passed }) => !passed);
  const tone = hasFailed ? TONES.worse : TONES[judgement];
  return `<section>
<header class="hero">
<h1 class="${tone}">${xmlText(words.say(answerOf(candidate)))}</h1>
<p class="asked">${words.text('compare.beside', { run: runText(run, words), base: runText(base, words) })}</p>
</header>
${list(
  'reasons',
  warnings.map((warning) => xmlText(tell(warning))),
)}
${differences(candidate, voice)}
${regressions(candidate, voice)}
${groupsOf(candidate)
  .map(({ group, changes }) => groupTable(group, changes, voice))
  .join('')}
</section>`;
}

function runText(run: ComparedRun, words: Wording): string {
  const { id, startedAt, target, verdict } = run;
  return `<b>${xmlText(nameOf(run, words))}</b> (${[id, startedAt, target, verdict].map((text) => xmlText(text ?? '–')).join(' · ')})`;
}

function list(name: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `<ul class="${name}">${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
}

function differences({ differences: found }: Candidate, { words, tell }: Voice): string {
  if (found.length === 0) return '';
  const rows = found.map(({ kind, field, base, current }) =>
    [words.text(`compare.kind.${kind}`), field, tell(base), tell(current)].map((text) => xmlText(text)),
  );
  const heads = headings(['of-the', 'field', 'base', 'new'], words);
  return `<h2>${xmlText(words.text('compare.not-alike'))}</h2>${staticTable(heads, rows)}`;
}

function regressions({ regressions: results, changes }: Candidate, voice: Voice): string {
  const { words } = voice;
  if (results.length === 0) return '';
  const failedFirst = results.toSorted((one, other) => Number(one.passed) - Number(other.passed));
  const rows = failedFirst.map((result) => {
    const metric = changes.find(({ metric: name }) => name === result.metric);
    const held = heldMark(result, words);
    return [`<code>${xmlText(result.expression)}</code>`, held, xmlText(boundText(result, metric, voice))];
  });
  const heads = headings(['fails-when', 'holds', 'measured'], words);
  return `<h2>${xmlText(words.text('compare.bounds'))}</h2>${staticTable(heads, rows)}`;
}

function heldMark(result: RegressionResult, words: Wording): string {
  if (isUnjudged(result)) return mark(words.text('compare.mark.unjudged'), null);
  if (result.passed) return mark(words.text('compare.holds'), 'better');
  return mark(words.text(isOpen(result) ? 'compare.mark.undecided' : 'compare.mark.fails'), 'worse');
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
  const groups = GROUPS.flatMap((group) => {
    const own = worstFirst.filter((change) => change.group === group);
    return own.length === 0 ? [] : [{ group, changes: own, rank: Math.min(...own.map(rankOf)) }];
  });
  return groups.toSorted((one, other) => one.rank - other.rank);
}

const CHANGE_COLUMNS = [
  'number',
  'judged',
  'base',
  'new',
  'change-column',
  'percent',
  'interval',
  'true-change',
] as const;

function groupTable(group: ChangeGroup, changes: readonly Change[], voice: Voice): string {
  const title = xmlText(voice.words.text(`compare.group.${group}`));
  const rows = changes.map((change) => changeRow(change, voice));
  return `<h2>${title}</h2>${staticTable(headings(CHANGE_COLUMNS, voice.words), rows)}`;
}

/** Columns of the page's tables. */
type Heading = (typeof CHANGE_COLUMNS)[number] | 'of-the' | 'field' | 'fails-when' | 'holds' | 'measured';

function headings(names: readonly Heading[], words: Wording): string[] {
  return names.map((name) => xmlText(words.text(`compare.${name}`)));
}

function changeRow(change: Change, { words, tell }: Voice): string[] {
  const { metric, base, current, unit, judgement, reason } = change;
  return [
    `<code>${xmlText(metric)}</code>`,
    mark(judgementText(change, words), isReal(change) ? judgement : null),
    valueText(base, unit),
    valueText(current, unit),
    changeText(change),
    relativeText(change),
    intervalBar(change, words),
    reason === null ? xmlText(rangeText(change, words)) : `<span class="quiet">${xmlText(tell(reason))}</span>`,
  ];
}

function mark(text: string, judgement: Judgement | null): string {
  return `<span class="${judgement === null ? TONES.noise : TONES[judgement]}">${xmlText(text)}</span>`;
}

function footer({ tool, confidence }: Comparison, { words }: Voice): string {
  const note = words.text('compare.page.note', { share: Math.round(confidence * 100) });
  return `<p class="note">${xmlText(`${note} ${tool.name} ${tool.version}`, 1000)}</p>`;
}
