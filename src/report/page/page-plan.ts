import { isJsonObject, type JsonValue, valueAtPath } from '../../core/json.js';
import type { Wording } from '../../core/language/words.js';
import { formatCount, formatTime } from '../../core/units.js';
import type { ReportPlan } from '../report-types.js';
import { loadText, MOST_NAME_CHARACTERS, pageText } from '../texts.js';
import type { PagePlan } from './page-types.js';

/** Lines of the plan's JSON that a page shows. */
const MOST_LINES = 200;

type Fact = readonly [label: string, value: string];

/** A plan as the page shows it. */
export function pagePlanOf(plan: ReportPlan, words: Wording): PagePlan {
  const { users, rooms, durationMs, rate, deliveriesPerSecond } = plan;
  const stages = (plan.stages ?? []).map((stage) => ({ ...stage, name: pageText(stage.name, MOST_NAME_CHARACTERS) }));
  const load = loadText(plan, words);
  const facts = factsOf(plan, words);
  return { users, rooms, durationMs, rate, load, deliveriesPerSecond, stages, facts, json: jsonOf(plan) };
}

function factsOf(plan: ReportPlan, words: Wording): Fact[] {
  const { users, rooms, roomSize, durationMs, workers, deliveriesPerSecond } = plan;
  if (plan['kind'] === 'connect') {
    return [
      ['users', formatCount(users)],
      ['load', words.text('page.no-messages')],
      ['held for', formatTime(durationMs)],
      ['workers', formatCount(workers)],
      ...switchFact('practice server', plan['embedded'], words),
    ];
  }
  return [
    ['users', formatCount(users)],
    ['rooms', words.text('page.members-each', { count: formatCount(rooms), size: textOf(roomSize) })],
    ['duration', formatTime(durationMs)],
    ['load', loadText(plan, words)],
    ...(deliveriesPerSecond === null
      ? []
      : [
          [
            'fan-out',
            words.text('page.so-many-deliveries', { count: formatCount(deliveriesPerSecond) }),
          ] satisfies Fact,
        ]),
    ['workers', formatCount(workers)],
    ...timeFact('drain', plan['drainMs'], words),
    ...nameFact('theme', plan['theme']),
    ...switchFact('canary', plan['canary'], words),
    ...switchFact('audit', plan['audit'], words),
    ...switchFact('practice server', plan['embedded'], words),
  ];
}

function timeFact(label: string, value: JsonValue | undefined, words: Wording): Fact[] {
  return typeof value === 'number' ? [[label, words.text('page.at-most-for', { time: formatTime(value) })]] : [];
}

function nameFact(label: string, value: JsonValue | undefined): Fact[] {
  const name = isJsonObject(value) ? value['name'] : value;
  return typeof name === 'string' ? [[label, pageText(name, MOST_NAME_CHARACTERS)]] : [];
}

function switchFact(label: string, value: JsonValue | undefined, words: Wording): Fact[] {
  return typeof value === 'boolean' ? [[label, words.text(value ? 'page.yes' : 'page.no')]] : [];
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? pageText(value, MOST_NAME_CHARACTERS) : JSON.stringify(value);
}

/** The plan to read; theme and dialect, which are long, by their names alone. */
function jsonOf(plan: ReportPlan): string {
  const short = Object.fromEntries(
    Object.entries(plan).map(([key, value]) => [
      key,
      (key === 'theme' || key === 'dialect') && isJsonObject(value) ? (valueAtPath(value, 'name') ?? null) : value,
    ]),
  );
  const lines = JSON.stringify(short, null, 2).split('\n');
  const rest = lines.length > MOST_LINES ? [`… and ${lines.length - MOST_LINES} more lines`] : [];
  return [...lines.slice(0, MOST_LINES).map((line) => pageText(line)), ...rest].join('\n');
}
