import { columnsOf } from '../core/language/columns.js';
import { MARKS } from '../core/marks.js';
import { printable } from '../core/text.js';
import type { Palette } from './colours.js';

/** More of a text than this is not shown at once. */
const MOST_CHARACTERS = 400;

/** A warning for people in lines of at most `width` columns, whatever is in it made visible. */
export function warningLines(text: string, width: number, { warn }: Palette): string[] {
  return wrap(printable(`${MARKS.warn} ${text}`, MOST_CHARACTERS), width).map(warn);
}

/** A text cut into lines of at most `width` columns, at spaces where there are any. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (columnsOf(longer) <= width || line === '') line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}
