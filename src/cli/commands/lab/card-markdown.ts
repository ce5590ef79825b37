import { type ExerciseStanding, levelReached } from '../../../lab/standing.js';
import type { LanguageName } from '../../../core/language/words.js';
import { type FigureName, FIGURES, knownFigure } from './card-figures.js';
import { LAB_WORDS } from './lab-words.js';

/** What a card shows. */
export interface Card {
  readonly standings: readonly ExerciseStanding[];
  /** Titles of the exercises by their ids. */
  readonly titles: ReadonlyMap<string, string>;
  readonly language: LanguageName;
}

const UNKNOWN = '–';

/** The card as Markdown: every exercise with its best figures, and the level that was reached. */
export function cardMarkdown({ standings, titles, language }: Card): string {
  const say = (word: keyof typeof LAB_WORDS): string => LAB_WORDS[word][language];
  const columns = ['exercise', 'level', 'state', 'attempts', ...FIGURES] as const;
  const rows = standings.map((standing) => {
    const { id, level, attempts, isPassed } = standing;
    const state = isPassed ? `✔ ${say('passed')}` : say('open');
    return [titles.get(id) ?? id, level, state, String(attempts), ...FIGURES.map((name) => figureText(name, standing))];
  });
  const passed = standings.filter(({ isPassed }) => isPassed).length;
  return [
    `# ${say('card')}`,
    '',
    `**${say('reached')}: ${levelReached(standings) ?? say('none')}** (${passed}/${standings.length})`,
    '',
    rowOf(columns.map(say)),
    rowOf(columns.map(() => '---')),
    ...rows.map(rowOf),
    '',
  ].join('\n');
}

/** The figure of the best attempt, or a dash. */
function figureText(name: FigureName, standing: ExerciseStanding): string {
  return knownFigure(name, standing) ?? UNKNOWN;
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
