import { el } from '#page/dom.js';
import { NOTHING } from '#page/format.js';
import { labelled } from '#page/labels.js';
import type { ColourName } from '#page/theme.js';

/** One entry of a legend. */
export interface LegendItem {
  readonly label: string;
  readonly colour: ColourName;
  readonly isDashed: boolean;
  readonly format: (value: number) => string;
}

/** A legend that shows the values under the cursor, and the highest ones while there is none. */
export interface Legend {
  /** @param place what the cursor is at; `here` when not told */
  show(values: readonly (number | null)[], isAtCursor: boolean, place?: string): void;
  /** Shows the entry of a series, or leaves it out. */
  offer(index: number, isOffered: boolean): void;
}

/** Where a legend goes: its buttons, and the word for what its values are of. */
interface LegendPlaces {
  readonly legend: HTMLElement;
  readonly place: HTMLElement;
}

/**
 * Fills `legend` with a button for each series, which hides and shows it.
 * @param onToggle told of the series by its place in `items`
 */
export function legendOf(
  { legend: host, place: word }: LegendPlaces,
  items: readonly LegendItem[],
  onToggle: (index: number, isShown: boolean) => void,
  idleWord = 'highest',
): Legend {
  const values = items.map(() => el('span', { class: 'legend-value' }, NOTHING));
  const buttons = items.map(({ label, colour, isDashed }, index) => {
    const swatch = el('span', { class: isDashed ? 'swatch dashed' : 'swatch', 'aria-hidden': 'true' });
    swatch.style.color = `var(--${colour})`;
    const button = el('button', { type: 'button', 'aria-pressed': 'true' }, swatch, label, values[index]);
    button.addEventListener('click', () => {
      const isShown = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(isShown));
      onToggle(index, isShown);
    });
    return button;
  });
  host.append(...buttons);
  return {
    show(next, isAtCursor, place = 'here') {
      word.textContent = labelled(isAtCursor ? place : idleWord);
      for (const [index, { format }] of items.entries()) {
        const value = next[index] ?? null;
        const cell = values[index];
        if (cell !== undefined) cell.textContent = value === null ? NOTHING : format(value);
      }
    },
    offer(index, isOffered) {
      const button = buttons[index];
      if (button !== undefined) button.hidden = !isOffered;
    },
  };
}
