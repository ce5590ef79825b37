import { BADGES, code, folded, markdownTable, prose, withinComment } from '../markdown/escape.js';
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
export function markdownOf({ base, candidates }: Comparison): string {
  const sections = candidates.map((candidate) => candidateSection(nameOf(base), candidate));
  return withinComment(sections, 'comparison');
}

function candidateSection(base: string, candidate: Candidate): string {
  const { judgement, run, changes, warnings } = candidate;
  const real = changes.filter(isReal);
  const rest = changes.filter((change) => !isReal(change));
  const hasFailed = candidate.regressions.some(({ passed }) => !passed);
  return [
    `### ${hasFailed ? BADGES.bad : JUDGEMENT_BADGES[judgement]} ${prose(answerOf(candidate))}`,
    `${code(nameOf(run))} beside ${code(base)}`,
    warnings
      .slice(0, MOST_WARNINGS)
      .map((warning) => `- ${BADGES.warn} ${prose(warning)}`)
      .join('\n'),
    differencesOf(candidate),
    real.length === 0 ? '' : changesTable(real),
    regressionsOf(candidate),
    rest.length === 0 ? '' : folded(`${rest.length} numbers without a change beyond noise`, changesTable(rest)),
  ]
    .filter((section) => section !== '')
    .join('\n\n');
}

function changesTable(changes: readonly Change[]): string {
  const rows = changes.map((change) => [
    code(change.metric, 60),
    valueText(change.base, change.unit),
    valueText(change.current, change.unit),
    changeText(change),
    relativeText(change),
    rangeText(change),
    `${judgementText(change)}${change.reason === null ? '' : `: ${prose(change.reason)}`}`,
  ]);
  return markdownTable(['', ' base', ' new', ' change', ' %', ' true change', ''], rows);
}

function differencesOf({ differences }: Candidate): string {
  if (differences.length === 0) return '';
  const rows = differences
    .slice(0, MOST_DIFFERENCES)
    .map(({ kind, field, base, current }) => [kind, code(field, 40), code(base, 80), code(current, 80)]);
  return `**The runs are not alike**\n\n${markdownTable(['', '', 'base', 'new'], rows)}`;
}

function regressionsOf({ regressions, changes }: Candidate): string {
  if (regressions.length === 0) return '';
  const rows = regressions.map((result) => {
    const metric = changes.find(({ metric: name }) => name === result.metric);
    const told = boundText(result, metric);
    const mark = isOpen(result) ? '❔' : result.passed ? BADGES.good : BADGES.bad;
    return [mark, code(result.expression, 100), told === '' ? '' : prose(told)];
  });
  return markdownTable(['', 'fails when', 'measured'], rows);
}
