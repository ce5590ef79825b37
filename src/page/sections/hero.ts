import { formatCount } from '#core/units.js';
import { el, fill, onChange } from '#page/dom.js';
import { HEADLINE_WORD, planned, span } from '#page/format.js';
import { labelled, phaseName, phrase } from '#page/labels.js';
import type { Section } from '#page/section.js';
import type { PageData, PageProgress, PageRun } from '../../report/page/page-types.js';

type Shown = Pick<PageData, 'headline' | 'run' | 'plan' | 'live'>;

/** The answer in a sentence, and what was asked. */
export function hero(): Section {
  const answer = el('div', { class: 'answer' });
  const progress = progressBar();
  const element = el('header', { class: 'hero' }, answer, progress.element);
  const draw = onChange((shown: Shown) => {
    const [, word, sentence] = HEADLINE_WORD.exec(shown.headline.text) ?? [];
    const text = sentence ?? shown.headline.text;
    document.title = `${shown.headline.text} – newyear-load`;
    fill(
      answer,
      word === undefined ? undefined : el('span', { class: `word tone-${shown.headline.tone}` }, word),
      el(
        'h1',
        { class: word === undefined ? `tone-${shown.headline.tone}` : '' },
        `${text.charAt(0).toUpperCase()}${text.slice(1)}.`,
      ),
      el('p', { class: 'asked' }, askedOf(shown)),
    );
  });
  return {
    element,
    update({ headline, run, plan, live, progress: reached }) {
      element.classList.toggle('is-live', live);
      draw({ headline, run, plan, live });
      progress.show(reached, run.kind);
    },
  };
}

function askedOf({ run, plan }: Shown): string {
  const asked = [
    ...(run.preset === null ? [] : [phrase('preset {name}', { name: run.preset })]),
    phrase('{count} users', { count: formatCount(plan.users) }),
    ...(run.kind === 'connect' ? [] : [phrase('{count} rooms', { count: formatCount(plan.rooms) }), plan.load]),
    planned(plan.durationMs),
  ];
  const text = `${asked.join(' · ')} → ${run.target} (${run.dialect})`;
  return run.kind === 'connect' ? phrase('Connections only: {asked}', { asked: text }) : text;
}

function progressBar(): {
  readonly element: HTMLElement;
  show(progress: PageProgress | null, kind: PageRun['kind']): void;
} {
  const bar = el('progress', { max: 1, value: 0, 'aria-label': 'Progress of the run' });
  const words = el('span', {});
  const element = el('div', { class: 'progress' }, bar, words);
  return {
    element,
    show(progress, kind) {
      element.hidden = progress === null;
      if (progress === null) return;
      const { phase, elapsedMs, floodElapsedMs, floodDurationMs } = progress;
      bar.value = floodDurationMs > 0 ? Math.min(1, floodElapsedMs / floodDurationMs) : 0;
      const reached = {
        done: String(Math.floor(floodElapsedMs / 1000)),
        all: String(Math.round(floodDurationMs / 1000)),
      };
      words.textContent =
        phase === 'flood'
          ? phrase(kind === 'connect' ? 'holding… {done} s of {all} s' : 'running… {done} s of {all} s', reached)
          : phrase('running… {phase}, {time} since the start', {
              phase: phase === null ? labelled('starting') : phaseName(phase),
              time: span(elapsedMs),
            });
    },
  };
}
