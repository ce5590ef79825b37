import { MARKS } from '../../core/marks.js';
import type { Io } from '../io.js';

/** What bars, marks and sparklines are drawn with. */
export interface Glyphs {
  /** The levels of a sparkline, lowest first. */
  readonly levels: string;
  readonly full: string;
  readonly empty: string;
  readonly good: string;
  readonly bad: string;
  /** At something to its left. */
  readonly pointer: string;
}

const BLOCKS: Glyphs = { levels: '▁▂▃▄▅▆▇█', full: '█', empty: '░', good: MARKS.good, bad: MARKS.bad, pointer: '◀' };
const ASCII: Glyphs = { levels: '_.-:=+*#', full: '#', empty: '.', good: '+', bad: 'x', pointer: '<' };

/**
 * The glyphs that a terminal can show: blocks where its locale is UTF-8. The Linux console is left out, whose font lacks most
 * of them; Windows Terminal has no locale and shows them all.
 */
export function glyphsOf(env: Io['env']): Glyphs {
  if (env['TERM'] === 'linux') return ASCII;
  if ((env['WT_SESSION'] ?? '') !== '') return BLOCKS;
  // As setlocale(3) looks them up: the first that is set and not empty.
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => (value ?? '') !== '') ?? '';
  return /utf-?8/i.test(locale) ? BLOCKS : ASCII;
}
