import { levelReached } from '../../../lab/standing.js';
import type { Palette } from '../../colours.js';
import { wrap } from '../../text.js';
import { FIGURES, knownFigure } from './card-figures.js';
import type { Card } from './card-markdown.js';
import { LAB_WORDS } from './lab-words.js';
import { tableLines } from './table-lines.js';

/** How far figures are moved in below their exercise. */
const INDENT = '    ';

/** The card for a terminal: a table of the exercises, and below each that was tried the figures of its best attempt, in lines of at most `width` columns. */
export function cardLines(
  { standings, titles, language }: Card,
  { palette, width }: { readonly palette: Palette; readonly width: number },
): string[] {
  const say = (word: keyof typeof LAB_WORDS): string => LAB_WORDS[word][language];
  const passed = standings.filter(({ isPassed }) => isPassed).length;
  const [head = '', ...rows] = tableLines([
    [`  ${say('exercise')}`, say('level'), say('attempts')],
    ...standings.map(({ id, level, attempts, isPassed }) => [
      `${isPassed ? '✔' : '·'} ${titles.get(id) ?? id}`,
      level,
      attempts === 0 ? '' : String(attempts),
    ]),
  ]);
  return [
    palette.bold(say('card')),
    `${say('reached')}: ${levelReached(standings) ?? say('none')} (${passed}/${standings.length})`,
    '',
    palette.bold(head),
    ...standings.flatMap((standing, index) => {
      const figures = FIGURES.flatMap((name) => {
        const shown = knownFigure(name, standing);
        return shown === undefined ? [] : [`${say(name)} ${shown}`];
      });
      const below = figures.length === 0 ? [] : wrap(figures.join(' · '), width - INDENT.length);
      return [rows[index] ?? '', ...below.map((line) => palette.dim(`${INDENT}${line}`))];
    }),
  ];
}
