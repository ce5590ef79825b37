import { formatShare } from '#core/units.js';
import { el, fill, list, onChange } from '#page/dom.js';
import { count, moment } from '#page/format.js';
import { phrase } from '#page/labels.js';
import type { Section } from '#page/section.js';
import type { PageData } from '../../report/page/page-types.js';

type Shown = Pick<PageData, 'findings' | 'alerts' | 'errors' | 'live'>;

/** What was noticed in plain words, what set off an alert, and errors by their kinds. */
export function problems(): Section {
  const body = el('div', { class: 'problems' });
  const element = el(
    'section',
    { id: 'problems', 'aria-labelledby': 'problems-title' },
    el('div', { class: 'section-head' }, el('h2', { id: 'problems-title' }, 'Findings and errors')),
    body,
  );
  const draw = onChange((shown: Shown) =>
    fill(body, noticed(shown), alerted(shown), errorTable(shown.errors), saidTable(shown.errors)),
  );
  return {
    element,
    update: ({ findings, alerts, errors, live }) => draw({ findings, alerts, errors, live }),
  };
}

function noticed({ findings, live }: Shown): HTMLElement {
  const nothing = live ? 'Nothing so far.' : 'Nothing unusual was noticed.';
  return el(
    'div',
    { class: 'card' },
    el('h3', {}, 'What was noticed'),
    findings.length === 0
      ? el('p', { class: 'quiet' }, nothing)
      : list(
          'findings',
          'What was noticed',
          findings.map((finding) => el('li', {}, finding)),
        ),
  );
}

/** When which rule had something to say: the triangles of the charts. */
function alerted({ alerts }: Shown): HTMLElement | undefined {
  if (alerts.length === 0) return undefined;
  const rows = alerts.map(({ message, rule, second }) =>
    el(
      'li',
      { class: 'alert' },
      el('span', { class: 'when' }, moment(second)),
      message,
      message.includes(rule) ? undefined : el('code', {}, rule),
    ),
  );
  return el('div', { class: 'card' }, el('h3', {}, 'Alerts'), list('findings', 'Alerts', rows));
}

function errorTable({ total, share, kinds, moreKinds, moreErrors }: PageData['errors']): HTMLElement {
  const rest =
    moreKinds === 0
      ? undefined
      : phrase('and {errors} more errors of {kinds} other kinds', {
          errors: count(moreErrors),
          kinds: count(moreKinds),
        });
  const rows = kinds.map(([kind, number, meaning]) =>
    el(
      'tr',
      {},
      el('th', { scope: 'row' }, el('code', {}, kind), el('span', { class: 'meaning' }, meaning)),
      el('td', {}, count(number)),
      el('td', {}, total === null || total === 0 ? '' : formatShare(number / total)),
    ),
  );
  return el(
    'div',
    { class: 'card' },
    el('h3', {}, 'Errors by kind'),
    kinds.length === 0
      ? el('p', { class: 'quiet' }, total === null ? 'Not known.' : 'None.')
      : el(
          'table',
          { class: 'errors' },
          el('caption', { class: 'visually-hidden' }, 'Errors by kind'),
          el(
            'thead',
            {},
            el('tr', {}, ...['kind', 'count', 'of all errors'].map((name) => el('th', { scope: 'col' }, name))),
          ),
          el('tbody', {}, ...rows),
        ),
    rest === undefined ? undefined : el('p', { class: 'quiet' }, rest),
    share === null || total === null || total === 0
      ? undefined
      : el(
          'p',
          { class: 'quiet' },
          phrase('{count} errors, {share} of all operations.', { count: count(total), share: formatShare(share) }),
        ),
  );
}

/** Why the server refused, in its own words. */
function saidTable({ reasons }: PageData['errors']): HTMLElement | undefined {
  if (reasons.length === 0) return undefined;
  const rows = reasons.map(([kind, text, number]) =>
    el('tr', {}, el('th', { scope: 'row' }, text, el('span', { class: 'meaning' }, kind)), el('td', {}, count(number))),
  );
  return el(
    'div',
    { class: 'card' },
    el('h3', {}, 'What the server said'),
    el(
      'table',
      { class: 'errors said' },
      el('caption', { class: 'visually-hidden' }, 'What the server said'),
      el('thead', {}, el('tr', {}, ...['reason', 'count'].map((name) => el('th', { scope: 'col' }, name)))),
      el('tbody', {}, ...rows),
    ),
  );
}
