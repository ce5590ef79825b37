import { highestRateOf } from '#core/stages.js';
import { formatCount, formatLoad } from '#core/units.js';
import { el, fill, onChange } from '#page/dom.js';
import { planned, span } from '#page/format.js';
import type { Section } from '#page/section.js';
import type { PageData, PageProgress, PageRun } from '../../report/page/page-types.js';

/** The word that a headline may begin with (in English in capitals), and its sentence. */
const WORD = /^([A-Z][A-Z ]+|[가-힣][가-힣 ]*): ([\s\S]+)$/;

type Shown = Pick<PageData, 'headline' | 'run' | 'plan' | 'live'>;

/** The answer in a sentence, and what was asked. */
export function hero(): Section {
  const answer = el('div', { class: 'answer' });
  const progress = progressBar();
  const element = el('header', { class: 'hero' }, answer, progress.element);
  const draw = onChange((shown: Shown) => {
    const [, word, sentence] = WORD.exec(shown.headline.text) ?? [];
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
    ...(run.preset === null ? [] : [`preset ${run.preset}`]),
    `${formatCount(plan.users)} users`,
    ...(run.kind === 'connect'
      ? []
      : [`${formatCount(plan.rooms)} rooms`, formatLoad(plan.rate, { peakRate: highestRateOf(plan.stages) })]),
    planned(plan.durationMs),
  ];
  return `${run.kind === 'connect' ? 'Connections only: ' : ''}${asked.join(' · ')} → ${run.target} (${run.dialect})`;
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
      words.textContent =
        phase === 'flood'
          ? `${kind === 'connect' ? 'holding' : 'running'}… ${Math.floor(floodElapsedMs / 1000)} s of ${Math.round(floodDurationMs / 1000)} s`
          : `running… ${phase ?? 'starting'}, ${span(elapsedMs)} since the start`;
    },
  };
}
