import { el } from '#page/dom.js';
import { labelled } from '#page/labels.js';

/** Names of the colours that charts are drawn with: custom properties of theme.css. */
export type ColourName =
  | 'text'
  | 'muted'
  | 'line'
  | 'surface'
  | 'accent'
  | 'second'
  | 'good'
  | 'warn'
  | 'bad'
  | 'ramp-1'
  | 'ramp-2'
  | 'ramp-3'
  | 'ramp-4';

let cache = new Map<string, string>();
const listeners = new Set<() => void>();

/** A colour as the page has it at the moment, for what is drawn on a canvas. */
export function colour(name: ColourName): string {
  const known = cache.get(name);
  if (known !== undefined) return known;
  // `light-dark()` is only resolved where a colour is used, not in the custom property itself.
  const probe = el('span', { hidden: true });
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  cache.set(name, value);
  return value;
}

/** A colour that {@link colour} gave, so that one can see through it. @param alpha 0–1 */
export function translucent(rgb: string, alpha: number): string {
  return rgb.replace(/^rgb\((.*)\)$/, `rgba($1, ${alpha.toFixed(3)})`);
}

/** Calls `listener` whenever colours have changed. @returns takes the listener away */
export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Sets light or dark whatever the system says; undefined follows the system. */
export function setTheme(theme: 'light' | 'dark' | undefined): void {
  if (theme === undefined) delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  colourChanged();
}

/** Is the page dark at the moment? */
export function isDark(): boolean {
  const { theme } = document.documentElement.dataset;
  return theme === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
}

/** Lets everything follow the system's setting from now on. */
export function watchSystemTheme(): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', colourChanged);
}

/** The button that turns the page dark or light. */
export function themeButton(): HTMLButtonElement {
  const button = el('button', { type: 'button', class: 'theme-button' });
  const show = (): void => {
    button.textContent = labelled(isDark() ? '☀ Light' : '☾ Dark');
    button.setAttribute('aria-label', labelled(isDark() ? 'Use light colours' : 'Use dark colours'));
  };
  button.addEventListener('click', () => setTheme(isDark() ? 'light' : 'dark'));
  onTheme(show);
  show();
  return button;
}

function colourChanged(): void {
  cache = new Map();
  for (const listener of listeners) listener();
}
