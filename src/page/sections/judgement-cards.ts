import { MARKS } from '#core/marks.js';
import { el, list } from '#page/dom.js';
import { count } from '#page/format.js';
import { labelled, phrase } from '#page/labels.js';
import { card } from '#page/sections/card.js';
import type { PageData, PageThreshold } from '../../report/page/page-types.js';

const TONES = { VALID: 'good', SUSPECT: 'warn', INVALID: 'bad' } as const;

/** What a verdict on times and counts means. */
const MEANINGS = {
  times: {
    VALID: 'The generator was at ease: the times are the target’s.',
    SUSPECT: 'Something may have coloured the times.',
    INVALID: 'The generator was the limit: the times say little about the target.',
  },
  counts: {
    VALID: 'What was counted is exact.',
    SUSPECT: 'What was counted is exact, of another load than planned.',
    INVALID: 'The generator failed: what was counted says little about the target.',
  },
} as const;

/** Was it the target that was measured, or the generator? */
export function beliefCard({ verdict, audit, live }: Pick<PageData, 'verdict' | 'audit' | 'live'>): HTMLElement {
  if (verdict === null) return waiting('verdict', 'Can it be believed?', live);
  const { level, reasons, remedy } = verdict;
  const parts = (['times', 'counts'] as const).map((part) => {
    const { level: partLevel } = verdict[part];
    return el('li', {}, `${labelled(part)} ${partLevel}: `, labelled(MEANINGS[part][partLevel]));
  });
  return card(
    'verdict',
    'Can it be believed?',
    el('p', { class: 'pill-line' }, pill('verdict', level, TONES[level])),
    list('verdict-parts', 'Times and counts', parts),
    reasons.length === 0
      ? undefined
      : list(
          'reasons',
          'Reasons',
          reasons.map(({ message }) => el('li', {}, message)),
        ),
    remedy === null ? undefined : el('p', { class: 'remedy' }, remedy),
    ...(audit === null ? [] : auditNodes(audit)),
  );
}

/** What the server still had afterwards, for a run whose verdict is not in question. */
export function auditCard(audit: NonNullable<PageData['audit']>): HTMLElement {
  return card('audit', 'Was it still there?', ...auditNodes(audit));
}

/** Did it pass what was asked of it? */
export function thresholdCard({ thresholds, live, run }: Pick<PageData, 'thresholds' | 'live' | 'run'>): HTMLElement {
  const failed = thresholds.filter(({ passed }) => passed === false).length;
  const title =
    failed === 0
      ? 'Thresholds'
      : phrase('Thresholds: {failed} of {all} failed', { failed: count(failed), all: count(thresholds.length) });
  if (thresholds.length === 0) {
    const example = run.kind === 'connect' ? 'connections>=1000' : 'p99(delivery)<250ms';
    const text = live ? 'None are set.' : phrase('None were set. --fail-on "{example}" makes one.', { example });
    return card('thresholds', title, el('p', { class: 'quiet' }, text));
  }
  const worstFirst = thresholds.toSorted((one, other) => Number(one.passed) - Number(other.passed));
  return card('thresholds', title, list('thresholds', 'Thresholds', worstFirst.map(thresholdRow)));
}

/** What the run has earned. */
export function gradeCard({ grade, live }: Pick<PageData, 'grade' | 'live'>): HTMLElement {
  if (grade === null) return waiting('grade', 'Grade', live);
  const { level, why, next } = grade;
  return card(
    'grade',
    'Grade',
    el(
      'p',
      { class: 'pill-line' },
      pill('grade', level ?? 'none', level === null ? 'none' : 'good'),
      el('span', {}, why),
    ),
    next === null ? undefined : el('p', { class: 'quiet' }, `${next}.`),
  );
}

function waiting(id: string, title: string, live: boolean): HTMLElement {
  return card(id, title, el('p', { class: 'quiet' }, live ? 'Known when the run is over.' : 'Not known.'));
}

function pill(id: string, text: string, tone: string): HTMLElement {
  return el('span', { class: `pill tone-${tone}`, id }, text);
}

function thresholdRow({ expression, actualText, passed }: PageThreshold): HTMLElement {
  const [mark, tone, word] =
    passed === null
      ? ['○', 'none', 'not decided']
      : passed
        ? [MARKS.good, 'good', 'held']
        : [MARKS.bad, 'bad', 'failed'];
  return el(
    'li',
    { class: `tone-${tone}` },
    el('span', { class: 'mark', role: 'img', 'aria-label': word }, mark),
    el('code', {}, expression),
    el('span', { class: 'actual' }, actualText),
  );
}

/** What was found, and the first of what is missing. */
function auditNodes({ texts, missing, more }: NonNullable<PageData['audit']>): (HTMLElement | undefined)[] {
  const text =
    texts.length === 0
      ? 'The audit had nothing to look for.'
      : phrase('Afterwards: {texts}.', { texts: texts.join('; ') });
  const rows = [
    ...missing,
    ...(more > 0 ? [phrase('and {count} more; the JSON report names a hundred of each', { count: count(more) })] : []),
  ];
  return [
    el('p', { class: 'quiet' }, text),
    missing.length === 0
      ? undefined
      : list(
          'reasons',
          'Missing',
          rows.map((row) => el('li', {}, row)),
        ),
  ];
}
