import { headerSection } from '#page/header.js';
import type { Section } from '#page/section.js';
import type { PageData } from '../report/page-types.js';

/** A page that is shown; there is one a document. */
let sections: readonly Section[] = [];

/**
 * Builds the page inside of `root`, in place of whatever {@link renderPage} has put there before. Other children of `root` stay.
 * @param data of a finished run, or of one that goes on
 */
export function renderPage(root: HTMLElement, data: PageData): void {
  sections = [headerSection()];
  root.querySelector('#page')?.remove();
  const page = document.createElement('div');
  page.id = 'page';
  page.append(...sections.map(({ element }) => element));
  root.append(page);
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
