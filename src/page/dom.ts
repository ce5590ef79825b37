import { holdsLabels, labelled } from '#page/labels.js';

/** What an element can be given: attributes by their names; `class` and `text` among them. */
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** A child: an element, or text that is set as text, whatever it looks like. */
export type Child = Node | string | undefined;

/**
 * A new element. Texts become text nodes and nothing else, so that no name from a server is ever read as HTML.
 * @param attributes `true` sets an empty attribute; `false` and undefined leave it out
 */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : name === 'aria-label' ? labelled(String(value)) : String(value));
  }
  const isLabel = holdsLabels(tag, attributes['scope']);
  const shown = children.filter((child) => child !== undefined);
  element.append(...shown.map((child) => (isLabel && typeof child === 'string' ? labelled(child) : child)));
  return element;
}

/** Entries of a list that fit without scrolling. */
const MOST_UNSCROLLED = 5;

/** A list that scrolls, by the keyboard too, when it is long. @param label what it lists */
export function list(className: string, label: string, entries: readonly HTMLElement[]): HTMLElement {
  const isLong = entries.length > MOST_UNSCROLLED;
  return el('ul', { class: className, ...(isLong ? { tabindex: 0, 'aria-label': label } : {}) }, ...entries);
}

/** Replaces what is inside of an element. */
export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren(...children.filter((child) => child !== undefined));
}

/** Calls a function when its input, as JSON, is another than the last time: what has not changed is not drawn again. */
export function onChange<Input>(draw: (input: Input) => void): (input: Input) => void {
  let last: string | undefined;
  return (input) => {
    const now = JSON.stringify(input);
    if (now === last) return;
    last = now;
    draw(input);
  };
}
