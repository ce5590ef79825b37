import { phaseLabel } from '#core/plan.js';
import { el, fill, onChange } from '#page/dom.js';
import { count, latency, partOf, rate, span } from '#page/format.js';
import { labelled, phaseName } from '#page/labels.js';
import type { Section } from '#page/section.js';
import type { PageData, PagePhase, PageRun } from '../../report/page/page-types.js';

type Shown = Pick<PageData, 'phases' | 'progress' | 'run'>;

/** The phases as bars on one line of time. */
export function phases(): Section {
  const body = el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of phases' });
  const element = el(
    'section',
    { id: 'phases', 'aria-labelledby': 'phases-title' },
    el('div', { class: 'section-head' }, el('h2', { id: 'phases-title' }, 'Phases')),
    body,
  );
  const draw = onChange((shown: Shown) => fill(body, gantt(shown)));
  return { element, update: ({ phases: all, progress, run }) => draw({ phases: all, progress, run }) };
}

function gantt({ phases: all, progress, run }: Shown): HTMLElement {
  const ends = all.map(({ startMs, durationMs }) => startMs + (durationMs ?? 0));
  const wholeMs = Math.max(1, progress?.elapsedMs ?? 0, run.durationMs ?? 0, ...ends);
  const columns = ['phase', 'begin and length', 'took', 'done', 'failed', 'per second', 'p50', 'p99'];
  return el(
    'table',
    { class: 'gantt' },
    el('caption', { class: 'visually-hidden' }, 'The phases of the run, one after the other'),
    el('thead', {}, el('tr', {}, ...columns.map((column) => el('th', { scope: 'col' }, column)))),
    el('tbody', {}, ...all.map((phase) => phaseRow(phase, wholeMs, run.kind))),
  );
}

function phaseRow(phase: PagePhase, wholeMs: number, kind: PageRun['kind']): HTMLElement {
  const { name, startMs, durationMs, attempted, succeeded, failed, total, ratePerSecond, p50Ms, p99Ms } = phase;
  const bar = el('span', { class: durationMs === null ? 'bar is-running' : failed > 0 ? 'bar has-failed' : 'bar' });
  // The failed part is seen however small it is.
  if (failed > 0) bar.style.setProperty('--failed', `${Math.max(3, (100 * failed) / attempted).toFixed(1)}%`);
  const lengthMs = durationMs ?? wholeMs - startMs;
  bar.style.marginLeft = `${((startMs / wholeMs) * 100).toFixed(3)}%`;
  bar.style.width = `${((lengthMs / wholeMs) * 100).toFixed(3)}%`;
  const cells = [
    durationMs === null ? labelled('running') : span(durationMs),
    attempted === 0 ? '' : partOf(succeeded, Math.max(total, attempted)),
    failed === 0 ? '' : count(failed),
    attempted === 0 ? '' : rate(ratePerSecond),
    p50Ms === null ? '' : latency(p50Ms),
    p99Ms === null ? '' : latency(p99Ms),
  ];
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, phaseName(phaseLabel(name, kind))),
    el('td', { class: 'track' }, bar),
    ...cells.map((cell, index) => el('td', { class: index === 2 && failed > 0 ? 'tone-bad' : '' }, cell)),
  );
}
