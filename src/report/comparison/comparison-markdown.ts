import { BADGES, code, folded, markdownTable, prose, withinComment } from '../markdown/escape.js';
import type { Voice } from '../voice.js';
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
} from './comparison-texts.js';
import type { Candidate, Change, Comparison } from './comparison-types.js';

const JUDGEMENT_BADGES = { noise: '➖', better: BADGES.good, worse: BADGES.bad } as const;

/** What makes a comment readable; the JSON has all. */
const MOST_DIFFERENCES = 20;
const MOST_WARNINGS = 10;

/** A comparison as a part of a page of Markdown; new runs for which there is no place are left out. */
export function markdownOf({ base, candidates }: Comparison, voice: Voice): string {
  const sections = candidates.map((candidate) => candidateSection(nameOf(base, voice.words), candidate, voice));
  return withinComment(sections, 'comparison');
}

function candidateSection(base: string, candidate: Candidate, voice: Voice): string {
  const { words, tell } = voice;
  const { judgement, run, changes, warnings } = candidate;
  const real = changes.filter(isReal);
  const rest = changes.filter((change) => !isReal(change));
  const hasFailed = candidate.regressions.some(({ passed }) => !passed);
  return [
    `### ${hasFailed ? BADGES.bad : JUDGEMENT_BADGES[judgement]} ${prose(words.say(answerOf(candidate)))}`,
    words.text('compare.beside', { run: code(nameOf(run, words)), base: code(base) }),
    warnings
      .slice(0, MOST_WARNINGS)
      .map((warning) => `- ${BADGES.warn} ${prose(tell(warning))}`)
      .join('\n'),
    differencesOf(candidate, voice),
    real.length === 0 ? '' : changesTable(real, voice),
    regressionsOf(candidate, voice),
    rest.length === 0 ? '' : folded(words.text('compare.rest', { count: rest.length }), changesTable(rest, voice)),
  ]
    .filter((section) => section !== '')
    .join('\n\n');
}

function changesTable(changes: readonly Change[], { words, tell }: Voice): string {
  const rows = changes.map((change) => [
    code(change.metric, 60),
    valueText(change.base, change.unit),
    valueText(change.current, change.unit),
    changeText(change),
    relativeText(change),
    rangeText(change, words),
    `${judgementText(change, words)}${change.reason === null ? '' : `: ${prose(tell(change.reason))}`}`,
  ]);
  const heads = (['base', 'new', 'change-column', 'percent', 'true-change'] as const).map(
    (name) => ` ${words.text(`compare.${name}`)}`,
  );
  return markdownTable(['', ...heads, ''], rows);
}

function differencesOf({ differences }: Candidate, { words, tell }: Voice): string {
  if (differences.length === 0) return '';
  const rows = differences
    .slice(0, MOST_DIFFERENCES)
    .map(({ kind, field, base, current }) => [
      words.text(`compare.kind.${kind}`),
      code(field, 40),
      code(tell(base), 80),
      code(tell(current), 80),
    ]);
  const heads = ['', '', words.text('compare.base'), words.text('compare.new')];
  return `**${words.text('compare.not-alike')}**\n\n${markdownTable(heads, rows)}`;
}

function regressionsOf({ regressions, changes }: Candidate, voice: Voice): string {
  const { words } = voice;
  if (regressions.length === 0) return '';
  const rows = regressions.map((result) => {
    const metric = changes.find(({ metric: name }) => name === result.metric);
    const told = boundText(result, metric, voice);
    const mark = isOpen(result) ? '❔' : result.passed ? BADGES.good : BADGES.bad;
    return [mark, code(result.expression, 100), told === '' ? '' : prose(told)];
  });
  return markdownTable(['', words.text('compare.fails-when'), words.text('compare.measured')], rows);
}
