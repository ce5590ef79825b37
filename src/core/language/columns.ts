/** Characters that take two columns of a terminal: Hangul, ideographs, full-width forms, emoji (Unicode's East Asian Width W and F). */
const WIDE =
  /[\u1100-\u115f\u231a\u231b\u2329\u232a\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f004}\u{1f0cf}\u{1f18e}\u{1f191}-\u{1f19a}\u{1f200}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f7e0}-\u{1f7eb}\u{1f900}-\u{1f9ff}\u{1fa70}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Characters that take none: they change the one before. */
const NARROWLESS = /[\p{Mn}\p{Me}\u200b-\u200d\u2060\ufeff\u1160-\u11ff]/u;

/** What every character of takes one column, so that nothing needs to be looked up. */
const PLAIN = /^[\u0020-\u007e]*$/;

/** How many columns of a terminal a text takes. */
export function columnsOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += columnsOfCharacter(character);
  return columns;
}

/** A text with spaces after it, up to so many columns. */
export function padRight(text: string, columns: number): string {
  return `${text}${spaces(columns - columnsOf(text))}`;
}

/** A text with spaces before it, up to so many columns. */
export function padLeft(text: string, columns: number): string {
  return `${spaces(columns - columnsOf(text))}${text}`;
}

/** As much of a text from its beginning as so many columns take. */
export function cutToColumns(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let taken = 0;
  let cut = '';
  for (const character of text) {
    taken += columnsOfCharacter(character);
    if (taken > columns) break;
    cut += character;
  }
  return cut;
}

function columnsOfCharacter(character: string): number {
  if (WIDE.test(character)) return 2;
  return NARROWLESS.test(character) ? 0 : 1;
}

function spaces(count: number): string {
  return ' '.repeat(Math.max(0, count));
}
