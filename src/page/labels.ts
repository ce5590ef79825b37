/** Labels in the language of the page, by what they are in its modules; empty for English. */
let labels: Readonly<Record<string, string>> = {};

/** From now on labels are these. */
export function useLabels(table: Readonly<Record<string, string>>): void {
  labels = table;
}

/** A label of the page in its language; a text that is none stays as it is. */
export function labelled(text: string): string {
  return Object.hasOwn(labels, text) ? (labels[text] ?? text) : text;
}

/**
 * A text of the page that is put together, in its language.
 * @param template in English, with a place in braces for each of the values, which are taken as they are
 */
export function phrase(template: string, values: Readonly<Record<string, string>>): string {
  return labelled(template).replace(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? place) : place,
  );
}

/** A phase of the run by the name that people read. */
export function phaseName(phase: string): string {
  const key = `phase.${phase}`;
  const name = labelled(key);
  return name === key ? phase : name;
}

/** Elements that hold what is measured, or what somebody else has named, but no labels. */
const NO_LABELS = new Set(['td', 'dd', 'code', 'pre', 'li', 'h1']);

/** Does an element hold labels? The heads of rows are names of rooms, servers and phases. */
export function holdsLabels(tag: string, scope: string | number | boolean | undefined): boolean {
  return !NO_LABELS.has(tag) && scope !== 'row';
}
