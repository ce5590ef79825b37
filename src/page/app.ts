import { timeSection } from '#page/charts/time-section.js';
import { el } from '#page/dom.js';
import { preparePrinting } from '#page/printing.js';
import type { Section } from '#page/section.js';
import { cards } from '#page/sections/cards.js';
import { distribution } from '#page/sections/distribution.js';
import { agentTable } from '#page/sections/agents.js';
import { entranceTable } from '#page/sections/entrances.js';
import { hero } from '#page/sections/hero.js';
import { phases } from '#page/sections/phases.js';
import { plannedTables } from '#page/sections/planned-tables.js';
import { plan } from '#page/sections/plan.js';
import { problems } from '#page/sections/problems.js';
import { roomTable } from '#page/sections/rooms.js';
import { stageTable } from '#page/sections/stages.js';
import { topBar } from '#page/sections/top-bar.js';
import { watchSystemTheme } from '#page/theme.js';
import type { PageData } from '../report/page/page-types.js';

/** The page that is shown; there is one a document. */
let sections: readonly Section[] = [];
let isPrepared = false;

/**
 * Builds the page inside of `root`, in place of the one that {@link renderPage} has put there before. Other children of `root`
 * stay.
 * @param data of a finished run, or of one that goes on
 */
export function renderPage(root: HTMLElement, data: PageData): void {
  if (!isPrepared) {
    isPrepared = true;
    watchSystemTheme();
    preparePrinting();
  }
  for (const section of sections) section.dispose?.();
  root.querySelector('#page')?.remove();
  const [bar, head] = [topBar(), hero()];
  const [figures, ...rest] = [
    cards(),
    stageTable(),
    timeSection(),
    distribution(),
    problems(),
    ...plannedTables(),
    entranceTable(),
    agentTable(),
    phases(),
    roomTable(),
    plan(),
  ];
  sections = [bar, head, figures, ...rest];
  const first = el('div', { id: 'answer' }, head.element, figures.element);
  const paper = el(
    'p',
    { class: 'note print-only' },
    'On paper long lists are shortened; the page and the JSON report have all of them.',
  );
  const main = el('main', { id: 'main', tabindex: -1 }, first, ...rest.map(({ element }) => element), paper);
  const skip = el('a', { class: 'skip', href: '#main' }, 'Skip to the answer');
  root.append(el('div', { id: 'page' }, skip, bar.element, main));
  updatePage(data);
}

/**
 * Shows newer data in the page that {@link renderPage} has built: charts get their data, tables and figures what has changed;
 * nothing is built again, and zoom, sorting and focus stay as they are. Meant to be called about once a second while a run goes
 * on, with the same arrays grown by a row or with new ones, and a last time with `live: false` and all that the report knows.
 */
export function updatePage(data: PageData): void {
  for (const section of sections) section.update(data);
}
