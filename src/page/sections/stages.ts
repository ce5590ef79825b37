import { seamsOf, type Stage, stageAt } from '#core/stages.js';
import { el, fill, onChange } from '#page/dom.js';
import { count, latency, moment, NOTHING, rate, span } from '#page/format.js';
import { labelled, phrase } from '#page/labels.js';
import type { Section } from '#page/section.js';
import type { PageData, PageStage } from '../../report/page/page-types.js';

interface Cell {
  readonly text: string;
  readonly tone?: 'good' | 'warn' | 'bad' | undefined;
}

interface Column {
  readonly label: string;
  /** Left out where there is little room. */
  readonly isSpare?: true;
  /** @param became undefined when nothing is known of it */
  readonly cell: (planned: Stage, became: PageStage | undefined) => Cell;
}

type Shown = Pick<PageData, 'plan' | 'stages' | 'live'> & {
  /** The stage that goes on. */
  readonly current: Stage | undefined;
};

const TONES = { VALID: 'good', SUSPECT: 'warn', INVALID: 'bad' } as const;

const COLUMNS: readonly Column[] = [
  { label: 'planned/s', cell: ({ from, to }) => ({ text: plannedText(from, to) }) },
  { label: 'sent/s', isSpare: true, cell: (_, became) => ({ text: rate(became?.sentPerSecond ?? null) }) },
  { label: 'arrived/s', cell: (_, became) => ({ text: rate(became?.completedPerSecond ?? null) }) },
  { label: 'copies', isSpare: true, cell: (_, became) => ({ text: count(became?.received ?? null) }) },
  { label: 'lost', cell: (_, became) => lostCell(became?.lost ?? null) },
  { label: 'p50', isSpare: true, cell: (_, became) => ({ text: latency(became?.p50Ms ?? null) }) },
  { label: 'p99', cell: (_, became) => ({ text: latency(became?.p99Ms ?? null) }) },
  { label: 'back after', cell: (_, became) => recoveryCell(became?.recoveryMs ?? null) },
  { label: 'verdict', isSpare: true, cell: ({ measured }, became) => verdictCell(measured, became?.level ?? null) },
];

/** The stages of the load side by side: what was planned, what was sent, what arrived, and how long it took to recover. */
export function stageTable(): Section {
  const body = el('tbody');
  const heads = COLUMNS.map(({ label, isSpare }) => el('th', { scope: 'col', class: isSpare ? 'spare' : '' }, label));
  const table = el(
    'table',
    { class: 'stages' },
    el('caption', { class: 'visually-hidden' }, 'Stages of the load'),
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'stage'), ...heads)),
    body,
  );
  const note = el('p', { class: 'note' });
  const element = el(
    'section',
    { id: 'stages', 'aria-labelledby': 'stages-title' },
    el('div', { class: 'section-head' }, el('h2', { id: 'stages-title' }, 'Stages'), note),
    el('div', { class: 'scroll tall', tabindex: 0, role: 'region', 'aria-label': 'Table of stages' }, table),
  );
  const draw = onChange((shown: Shown) => {
    const { stages: planned } = shown.plan;
    const seams = seamsOf(planned);
    note.textContent = noteOf(shown);
    fill(body, ...planned.map((stage, index) => rowOf(stage, seams[index] ?? 0, shown.stages[index], shown.current)));
  });
  return {
    element,
    update({ plan, stages, live, progress }) {
      element.hidden = plan.stages.length === 0;
      if (element.hidden) return;
      const current = progress?.phase === 'flood' ? stageAt(plan.stages, progress.floodElapsedMs) : undefined;
      draw({ plan, stages, live, current });
    },
  };
}

function rowOf(stage: Stage, startMs: number, became: PageStage | undefined, current: Stage | undefined): HTMLElement {
  const { name, durationMs, measured } = stage;
  const time = `${moment(startMs / 1000)} – ${moment((startMs + durationMs) / 1000)}`;
  const now = stage === current ? phrase('goes on now, {time}', { time }) : time;
  const words = measured ? now : phrase('{time}, not measured', { time: now });
  const cells = COLUMNS.map(({ isSpare, cell }) => {
    const { text, tone } = cell(stage, became);
    return el('td', { class: `${isSpare ? 'spare' : ''}${tone === undefined ? '' : ` tone-${tone}`}`.trim() }, text);
  });
  return el('tr', {}, el('th', { scope: 'row' }, name, el('span', { class: 'meaning' }, words)), ...cells);
}

function plannedText(from: number, to: number): string {
  return from === to ? rate(to) : `${rate(from)} → ${rate(to)}`;
}

function lostCell(lost: number | null): Cell {
  return { text: count(lost), tone: lost !== null && lost > 0 ? 'bad' : undefined };
}

function recoveryCell(recoveryMs: PageStage['recoveryMs']): Cell {
  if (recoveryMs === 'never') return { text: labelled('never'), tone: 'bad' };
  if (recoveryMs === null) return { text: NOTHING };
  return recoveryMs === 0 ? { text: labelled('at once') } : { text: span(recoveryMs), tone: 'warn' };
}

function verdictCell(isMeasured: boolean, level: PageStage['level']): Cell {
  if (!isMeasured || level === null) return { text: NOTHING };
  return { text: level, tone: TONES[level] };
}

function noteOf({ plan: { stages }, live }: Shown): string {
  const measured = stages.every((stage) => stage.measured)
    ? []
    : [
        labelled(
          'What is not measured is in the ledger alone: latencies, rates, thresholds, verdict and grade leave it out.',
        ),
      ];
  return [
    ...(live ? [labelled('What was lost, and how long it took to recover, is known at the end.')] : []),
    ...measured,
  ].join(' ');
}
