import { formatLatencyMs, formatRate, formatShare, formatTime } from '../../../core/units.js';
import { type ExerciseStanding, levelReached } from '../../../lab/standing.js';
import type { LanguageName } from '../../../core/language/words.js';
import { LAB_WORDS } from './lab-words.js';

/** What a card shows. */
interface Card {
  readonly standings: readonly ExerciseStanding[];
  /** Titles of the exercises by their ids. */
  readonly titles: ReadonlyMap<string, string>;
  readonly language: LanguageName;
}

const UNKNOWN = '–';

/** The card as Markdown: every exercise with its best figures, and the level that was reached. */
export function cardMarkdown({ standings, titles, language }: Card): string {
  const say = (word: keyof typeof LAB_WORDS): string => LAB_WORDS[word][language];
  const columns = [
    'exercise',
    'level',
    'state',
    'attempts',
    'throughput',
    'mean',
    'p95',
    'availability',
    'mttd',
    'mttr',
    'users',
  ] as const;
  const rows = standings.map((standing) => {
    const { id, level, attempts, isPassed } = standing;
    const state = isPassed ? `✔ ${say('passed')}` : say('open');
    return [titles.get(id) ?? id, level, state, String(attempts), ...figureCells(standing)];
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

function figureCells({ best }: ExerciseStanding): string[] {
  const figures = best?.figures;
  return [
    shown(figures?.tps, formatRate),
    shown(figures?.meanMs, formatLatencyMs),
    shown(figures?.p95Ms, formatLatencyMs),
    shown(figures?.availability, formatShare),
    shown(figures?.mttdMs, roundTime),
    shown(figures?.mttrMs, roundTime),
    shown(figures?.users, String),
  ];
}

function shown<T>(value: T | null | undefined, format: (value: T) => string): string {
  return value === null || value === undefined ? UNKNOWN : format(value);
}

function roundTime(ms: number): string {
  return formatTime(Math.round(ms));
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
