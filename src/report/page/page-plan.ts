import { isJsonObject, type JsonValue, valueAtPath } from '../../core/json.js';
import { formatCount, formatTime } from '../../core/units.js';
import type { ReportPlan } from '../report-types.js';
import { loadText, MOST_NAME_CHARACTERS, pageText } from '../texts.js';
import type { PagePlan } from './page-types.js';

/** Lines of the plan's JSON that a page shows. */
const MOST_LINES = 200;

type Fact = readonly [label: string, value: string];

/** A plan as the page shows it. */
export function pagePlanOf(plan: ReportPlan): PagePlan {
  const { users, rooms, durationMs, rate, deliveriesPerSecond } = plan;
  const stages = (plan.stages ?? []).map((stage) => ({ ...stage, name: pageText(stage.name, MOST_NAME_CHARACTERS) }));
  return { users, rooms, durationMs, rate, deliveriesPerSecond, stages, facts: factsOf(plan), json: jsonOf(plan) };
}

function factsOf(plan: ReportPlan): Fact[] {
  const { users, rooms, roomSize, durationMs, workers, deliveriesPerSecond } = plan;
  if (plan['kind'] === 'connect') {
    return [
      ['users', formatCount(users)],
      ['load', 'connections only, no messages'],
      ['held for', formatTime(durationMs)],
      ['workers', formatCount(workers)],
      ...switchFact('practice server', plan['embedded']),
    ];
  }
  return [
    ['users', formatCount(users)],
    ['rooms', `${formatCount(rooms)} of ${textOf(roomSize)} members`],
    ['duration', formatTime(durationMs)],
    ['load', loadText(plan)],
    ...(deliveriesPerSecond === null
      ? []
      : [['fan-out', `${formatCount(deliveriesPerSecond)} deliveries/s`] satisfies Fact]),
    ['workers', formatCount(workers)],
    ...timeFact('drain', plan['drainMs']),
    ...nameFact('theme', plan['theme']),
    ...switchFact('canary', plan['canary']),
    ...switchFact('audit', plan['audit']),
    ...switchFact('practice server', plan['embedded']),
  ];
}

function timeFact(label: string, value: JsonValue | undefined): Fact[] {
  return typeof value === 'number' ? [[label, `at most ${formatTime(value)}`]] : [];
}

function nameFact(label: string, value: JsonValue | undefined): Fact[] {
  const name = isJsonObject(value) ? value['name'] : value;
  return typeof name === 'string' ? [[label, pageText(name, MOST_NAME_CHARACTERS)]] : [];
}

function switchFact(label: string, value: JsonValue | undefined): Fact[] {
  return typeof value === 'boolean' ? [[label, value ? 'yes' : 'no']] : [];
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
